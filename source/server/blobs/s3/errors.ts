import { AppError, isAppError } from '../../../domain/app-error.ts';

/** True when another try, perhaps at another gateway, may go well: no answer, or one that says so. */
export function isPassing(error: unknown): boolean {
  if (isAppError(error)) return false;
  const status = statusOf(error);
  return status === null ? isOfNetwork(error) : status >= 500 || status === 429;
}

/** True when the answer was that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** A failure as one of ours where a client can do something about it; anything else as it came. */
export function translateS3Error(error: unknown): unknown {
  if (isPassing(error))
    return new AppError('busy', 'The server is busy, try again later.', { cause: error, retryAfter: 5 });
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceeded' || name === 'EntityTooLarge')
    return new AppError('out-of-space', 'The server has no space left.', { cause: error });
  return error;
}

/** The HTTP status of a failure; null where there was no answer. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null;
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return metadata?.httpStatusCode ?? null;
}

function isOfNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  const code = 'code' in error ? String(error.code) : '';
  return /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(code) || error.message === 'aborted' || error.message === 'socket hang up';
}
