import { AppError, isAppError } from '../domain/app-error.ts';

/** A bug in one file must not take the other files along; it is told with its own words. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError('unsupported', error instanceof Error ? error.message : String(error), { cause: error });
}
