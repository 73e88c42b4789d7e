/**
 * The closed list of what can go wrong for a person. A code is what the program matches on; words are for reading only.
 * `cli/report-error.ts` maps each code to an exit status.
 */
export type ErrorCode =
  | 'usage' // the arguments make no sense
  | 'invalid-name' // a name or path no store would take
  | 'sign-in' // credentials are missing, wrong or revoked (401, 403)
  | 'not-found' // no such entry or volume (404)
  | 'permission-denied' // the store refuses (400 of the API; EACCES, EPERM on disk)
  | 'out-of-space' // quota (402, 507) or disk full (ENOSPC)
  | 'name-taken' // something stands where something new was wanted
  | 'changed' // the entry is no longer what the person saw
  | 'not-a-folder'
  | 'not-a-file'
  | 'busy' // 502, 503, 504 after all tries
  | 'server-error' // 500, with its oops ID
  | 'unreachable' // no answer: refused, timed out, DNS, TLS, reset
  | 'bad-answer' // an answer that is not of the API (HTML, truncated JSON)
  | 'integrity' // size or hash are not what they should be
  | 'unsupported' // this store has no such power
  | 'some-failed' // some of several went wrong
  | 'cancelled'; // the person said stop

/** A finer cause within a code, where the program itself must tell: why a sign-in failed, why there was no answer. */
export type ErrorReason =
  | 'one-time-code-needed' // sign-in: the account has two-factor sign-in and no code was given
  | 'one-time-code-wrong' // sign-in: that code is wrong or was used
  | 'wrong-password' // sign-in
  | 'refused' // unreachable: nobody listens there
  | 'timed-out' // unreachable
  | 'reset' // unreachable: the connection broke
  | 'no-host' // unreachable: DNS knows no such name
  | 'no-route' // unreachable: the network is down or leads nowhere
  | 'tls'; // unreachable: the certificate or the handshake is wrong

/** What may come with an error besides its words. */
export interface AppErrorDetails {
  /** One short sentence on what to do now. */
  readonly hint?: string;
  /** HTTP status of the answer that caused it. */
  readonly status?: number;
  /** The server's own ID of its 5xx (header X-Oops-Id). */
  readonly oopsId?: string;
  /** Seconds the server asked to wait (header Retry-After). */
  readonly retryAfter?: number;
  /** The path it is about, as a person would write it. */
  readonly path?: string;
  readonly reason?: ErrorReason;
  readonly cause?: unknown;
}

/** An error a person can understand and act on. Everything else that is thrown is a bug of ours. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly oopsId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly path: string | undefined;
  readonly reason: ErrorReason | undefined;

  constructor(code: ErrorCode, message: string, details: AppErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = details.hint;
    this.status = details.status;
    this.oopsId = details.oopsId;
    this.retryAfter = details.retryAfter;
    this.path = details.path;
    this.reason = details.reason;
  }
}

/** An AppError as plain data, as it crosses to another thread or into the journal. */
export interface ErrorRecord extends Omit<AppErrorDetails, 'cause'> {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Tells an AppError from a bug by its shape: each bundle has a class of its own, so `instanceof` would lie. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}

/** The error as data; a bug becomes a `server-error`-free record that keeps its message. */
export function toErrorRecord(error: AppError): ErrorRecord {
  const { code, message, hint, status, oopsId, retryAfter, path, reason } = error;
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(status === undefined ? {} : { status }),
    ...(oopsId === undefined ? {} : { oopsId }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(path === undefined ? {} : { path }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The data as an error again. */
export function fromErrorRecord(record: ErrorRecord): AppError {
  return new AppError(record.code, record.message, record);
}
