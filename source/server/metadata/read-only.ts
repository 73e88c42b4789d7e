import { AppError } from '../../domain/app-error.ts';

/** What a change is answered while the data is being moved. */
export function readOnly(): AppError {
  return new AppError('busy', 'The server takes no changes at the moment, try again later.', { retryAfter: 30 });
}
