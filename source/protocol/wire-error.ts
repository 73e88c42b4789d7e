import { AppError } from '../domain/app-error.ts';
import type { ErrorCode } from '../domain/app-error.ts';
import { parseRetryAfter } from './retry-after.ts';
import { statusMeaning } from './status-meaning.ts';

/** Longest piece of a server's own words that is shown. */
const LONGEST_DETAIL = 300;

const CODES: ReadonlyMap<number, ErrorCode> = new Map([
  // The web side redirected who was not signed in, so a redirect is no answer of the API (protocol §3.1).
  [302, 'sign-in'],
  [400, 'permission-denied'],
  [401, 'sign-in'],
  [402, 'out-of-space'],
  [403, 'sign-in'],
  [404, 'not-found'],
  [405, 'unsupported'],
  [408, 'busy'],
  [409, 'name-taken'],
  // No cloud of old sent it; a server that knows conditions may (RFC 9110 §13.1).
  [412, 'changed'],
  [414, 'invalid-name'],
  [416, 'changed'],
  [429, 'busy'],
  [431, 'invalid-name'],
  [500, 'server-error'],
  [502, 'busy'],
  [503, 'busy'],
  [504, 'busy'],
  [507, 'out-of-space'],
]);

/** The status with which our server answers each code; the codes that never cross the wire are 500 (protocol §3.3). */
const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  usage: 400,
  'invalid-name': 400,
  'permission-denied': 400,
  'name-taken': 400,
  'not-a-folder': 400,
  'not-a-file': 400,
  integrity: 400,
  'sign-in': 401,
  'not-found': 404,
  unsupported: 405,
  changed: 416,
  busy: 503,
  'out-of-space': 507,
};

const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  'sign-in': 'Sign in again with "u1file login"',
  'out-of-space': 'Delete something in the cloud or ask for more room',
  busy: 'Try again in a bit',
  'server-error': 'Report it to those who run the server, with the oops ID',
};

/** An answer that is not a success, as it came. */
export interface FailedAnswer {
  readonly status: number;
  /** A header by its lower-case name; null when it is not there. */
  readonly header: (name: string) => string | null;
  /** The body as text; it may be JSON, HTML, plain or empty (protocol §3.2). */
  readonly body: string;
  /** What it was about, as a person writes it. */
  readonly path?: string | undefined;
  /** What to do where the credentials are refused; by default to sign in again. */
  readonly refusedHint?: string | undefined;
  /** Milliseconds since 1970, for a Retry-After that is a date. */
  readonly now: number;
}

/** The error code of a status that is not a success (protocol §3.1). */
export function codeOfStatus(status: number): ErrorCode {
  const known = CODES.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'permission-denied' : 'bad-answer';
}

/** The status our server answers an error with. */
export function statusOfCode(code: ErrorCode): number {
  return STATUSES[code] ?? 500;
}

/** A failed answer as an error in words: the status's meaning, then what the server said, if it said it plainly. */
export function errorFromAnswer({ status, header, body, path, now, refusedHint }: FailedAnswer): AppError {
  const code = codeOfStatus(status);
  const detail = readErrorBody(body);
  const hint = (code === 'sign-in' ? refusedHint : undefined) ?? HINTS[code];
  const oopsId = header('x-oops-id');
  const retryAfter = parseRetryAfter(header('retry-after'), now);
  return new AppError(code, detail === null ? statusMeaning(status) : `${statusMeaning(status)}: ${detail}`, {
    status,
    ...(hint === undefined ? {} : { hint }),
    ...(oopsId === null ? {} : { oopsId }),
    ...(retryAfter === null ? {} : { retryAfter }),
    ...(path === undefined ? {} : { path }),
  });
}

/** The body of a failure as the server sends it: `{"error": message}`. */
export function errorBody(message: string): string {
  return JSON.stringify({ error: message });
}

/** The server's own words in a failure's body, on one line; null when there are none a person could read. */
export function readErrorBody(body: string): string | null {
  // A body that begins like markup or JSON is for machines; the bare word null is our own way to say nothing.
  const words = /^\s*(?:[<{["]|null\s*$)/.test(body) ? fromJson(body) : body;
  const line = words?.replace(/\s+/g, ' ').trim() ?? '';
  if (line === '') return null;
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line;
}

function fromJson(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return null;
    // SSO v2 says `message` where Files says `error` (protocol §4.3).
    if ('error' in value && typeof value.error === 'string') return value.error;
    return 'message' in value && typeof value.message === 'string' ? value.message : null;
  } catch {
    return null;
  }
}
