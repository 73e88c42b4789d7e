import { isAppError, toErrorRecord, type ErrorCode } from '../domain/app-error.ts';
import { errorWords } from '../domain/error-words.ts';
import { fromDiskError } from '../services/local/disk-error.ts';
import type { Output } from './output.ts';

/** Exit statuses: 0 done, 1 a bug of ours, 130 interrupted; the rest say what kind of refusal it was. */
const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  usage: 2,
  'invalid-name': 2,
  'sign-in': 3,
  'not-found': 4,
  'permission-denied': 5,
  'not-a-folder': 5,
  'not-a-file': 5,
  unsupported: 5,
  'out-of-space': 6,
  busy: 7,
  unreachable: 7,
  'server-error': 7,
  'bad-answer': 7,
  integrity: 7,
  'name-taken': 8,
  changed: 8,
  'some-failed': 9,
  cancelled: 130,
};

/**
 * Says on standard error what went wrong, in one line and a hint, and answers the exit status. What the system refuses (the
 * program's own folder may be on a full or closed disk) is told as such. Any other error that is not an AppError is a bug:
 * its stack is shown, for that is what a report needs.
 */
export function reportError(thrown: unknown, output: Output, asJson: boolean): number {
  const error = fromDiskError(thrown);
  if (!isAppError(error)) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (const line of `u1file: this is a bug in u1file, please report it\n${words}`.split('\n')) output.note(line);
    return 1;
  }
  if (asJson) {
    output.note(JSON.stringify({ error: toErrorRecord(error) }));
  } else {
    output.note(`u1file: ${errorWords(toErrorRecord(error))}`);
    if (error.hint !== undefined) output.note(`        ${error.hint}`);
  }
  return STATUS_OF[error.code];
}
