import { AppError, isAppError, toErrorRecord } from '../domain/app-error.ts';
import type { BriefCli } from './cli.ts';
import { errorWords } from '../domain/error-words.ts';

/**
 * Does the act for each of several things and goes on past refusals. A single one's refusal is thrown as it is; of
 * several each is said, and `some-failed` is thrown at the end. Bugs and interruptions end it at once.
 */
export async function forEach<Item>(
  cli: BriefCli,
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  let failed = 0;
  for (const item of items) {
    try {
      await act(item);
    } catch (error) {
      if (items.length === 1 || !isAppError(error) || error.code === 'cancelled' || cli.signal.aborted) throw error;
      failed += 1;
      cli.output.note(`u1file: ${errorWords(toErrorRecord(error))}`);
    }
  }
  if (failed > 0) throw new AppError('some-failed', `${failed} of ${items.length} failed`);
}
