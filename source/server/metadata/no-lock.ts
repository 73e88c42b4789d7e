import type { Work } from './work.ts';

/** For transactions that nothing happens beside, or that only read. */
// oxlint-disable-next-line require-yield -- there is nothing to ask the database for
export function* noLock(): Work<void> {
  // Nothing.
}
