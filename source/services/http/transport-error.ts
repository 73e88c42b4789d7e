import { AppError } from '../../domain/app-error.ts';
import type { ErrorReason } from '../../domain/app-error.ts';

/** Why there was no answer, in words for the status bar. */
const WORDS: Readonly<Partial<Record<ErrorReason, string>>> = {
  refused: 'refused',
  'timed-out': 'timed out',
  reset: 'connection broken',
  'no-host': 'no such host',
  'no-route': 'no way there',
  tls: 'TLS failure',
};

const SENTENCES: Readonly<Partial<Record<ErrorReason, string>>> = {
  refused: 'refuses the connection',
  'timed-out': 'did not answer in time',
  reset: 'broke the connection',
  'no-host': 'is a name that DNS does not know',
  'no-route': 'cannot be reached from this network',
  tls: 'has a certificate that cannot be trusted, or no TLS',
};

const REASONS: ReadonlyMap<string, ErrorReason> = new Map([
  ['ECONNREFUSED', 'refused'],
  // The socket file of the embedded cloud is gone.
  ['ENOENT', 'refused'],
  ['ETIMEDOUT', 'timed-out'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timed-out'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timed-out'],
  ['UND_ERR_BODY_TIMEOUT', 'timed-out'],
  ['ECONNRESET', 'reset'],
  ['ECONNABORTED', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['UND_ERR_INFO', 'reset'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'reset'],
  ['ENOTFOUND', 'no-host'],
  ['EAI_AGAIN', 'no-host'],
  ['EAI_FAIL', 'no-host'],
  ['EHOSTUNREACH', 'no-route'],
  ['EHOSTDOWN', 'no-route'],
  ['ENETUNREACH', 'no-route'],
  ['ENETDOWN', 'no-route'],
  ['EADDRNOTAVAIL', 'no-route'],
  ['EPROTO', 'tls'],
]);

const TLS_CODE = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|CRL_)/;

/** Where a request went, for the words of its error. */
export interface Destination {
  /** `host:port`, or words for the embedded cloud. */
  readonly host: string;
  readonly path: string;
}

/** What the network or the HTTP library threw, as an error in words; an AppError and a bug stay as they are. */
export function translateTransportError(error: unknown, { host, path }: Destination): unknown {
  if (!(error instanceof Error) || error.name === 'AppError') return error;
  const code = codeOf(error);
  if (error.name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new AppError('bad-answer', `${host} does not speak HTTP`, { path, cause: error });
  }
  const reason = REASONS.get(code) ?? (TLS_CODE.test(code) ? 'tls' : null);
  if (reason === null) return error;
  return new AppError('unreachable', `${host} ${SENTENCES[reason]}`, { path, reason, cause: error });
}

/** The words for a request that got no answer. */
export function meaningOfReason(reason: ErrorReason | undefined): string {
  return (reason && WORDS[reason]) ?? 'no answer';
}

/** The library's or the system's code, also of the first of several tries to connect. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return first instanceof Error ? codeOf(first) : '';
}
