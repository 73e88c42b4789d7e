import { AppError } from '../../../domain/app-error.ts';

const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO_ERROR = 10;
const FULL = 13;
const CANNOT_OPEN = 14;

/** A driver's error as one of ours where a client can do something about it; anything else as it came. */
export function translateSqliteError(error: unknown): unknown {
  const code = resultCode(error);
  if (code === null) return error;
  if (code === FULL) return new AppError('out-of-space', 'The server has no space left.', { cause: error });
  if ([BUSY, LOCKED, READ_ONLY, IO_ERROR, CANNOT_OPEN].includes(code))
    return new AppError('busy', 'The server is busy, try again later.', { cause: error, retryAfter: 2 });
  return error;
}

/** True when another program or thread holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

/** The primary result code of SQLite behind an error; null when it is none of SQLite's. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode % 256;
}
