import { AppError, isAppError } from '../../../domain/app-error.ts';

/** Lost races: the whole transaction run anew finds what the other one left (PostgreSQL's appendix A). */
const RACES = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation
  '23503', // foreign_key_violation
]);
/**
 * feature_not_supported: said of a prepared statement whose answer has other columns by now, since a newer server has
 * added to the tables.
 */
const OTHER_COLUMNS = '0A000';
/** The server has no disk for it. */
const FULL = '53100';
/** A value that does not fit into an index. */
const TOO_LARGE = '54000';

/** True when running the whole transaction anew may well succeed. */
export function isLostRace(error: unknown): boolean {
  return RACES.has(codeOf(error) ?? '');
}

/** True when statements have to be prepared anew. */
export function isOutdated(error: unknown): boolean {
  return codeOf(error) === OTHER_COLUMNS;
}

/**
 * True when the connection is of no use any more, or leads to a server that takes no changes: another one may do. What it
 * was doing has not happened, unless it was told to commit.
 */
export function isLostConnection(error: unknown): boolean {
  const code = codeOf(error);
  // Errors of the network and of the driver itself have none of PostgreSQL's codes, all of which have a digit.
  if (code === null || !/^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return error instanceof Error && !isAppError(error);
  // connection_exception, operator_intervention but for query_canceled, read_only_sql_transaction
  return code.startsWith('08') || (code.startsWith('57') && code !== '57014') || code === '25006';
}

/** A driver's error as one of ours where a client can do something about it; anything else as it came. */
export function translatePostgresError(error: unknown): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (code === FULL) return new AppError('out-of-space', 'The server has no space left.', { cause: error });
  if (code === TOO_LARGE) return new AppError('usage', 'A text is too long.', { cause: error });
  // insufficient_resources, query_canceled, lock_not_available, idle_in_transaction_session_timeout
  const isBusy = code !== null && (code.startsWith('53') || ['57014', '55P03', '25P03'].includes(code));
  return isBusy || isLostConnection(error) || isLostRace(error) || isOutdated(error) ? busy(error) : error;
}

/** The same for the first words with a database: what is wrong is for who started the program, not for a client. */
export function explainPostgresError(error: unknown): unknown {
  const code = codeOf(error);
  if (code !== null && code.startsWith('28'))
    return new AppError('usage', 'PostgreSQL does not take the user or the password.', { cause: error });
  if (code === '3D000')
    return new AppError('usage', 'There is no database of that name.', { cause: error, hint: 'Make it first' });
  const translated = translatePostgresError(error);
  if (!isAppError(translated) || translated.code !== 'busy') return translated;
  const hint = 'Is it running, and is the address right?';
  return new AppError('busy', 'PostgreSQL does not answer.', { cause: error, hint });
}

export function busy(cause?: unknown): AppError {
  return new AppError('busy', 'The server is busy, try again later.', { cause, retryAfter: 2 });
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
