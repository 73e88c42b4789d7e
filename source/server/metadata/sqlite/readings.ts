import type { Connection } from './connection.ts';

/** One read transaction for all that is read in one go. */
export interface Readings {
  /** What is read from here to the end of this turn sees one state, that of now. */
  readonly enter: () => void;
  /** Ends it at once, before something else begins a transaction. */
  readonly leave: () => void;
}

/**
 * A request reads several times, and each transaction costs locks. All that it reads without waiting for anything shares
 * one; that ends before the event loop hears of anything else, so that nobody is ever answered from a state older than
 * their question.
 */
export function createReadings({ database, control }: Connection): Readings {
  let isOpen = false;
  const leave = (): void => {
    if (!isOpen) return;
    isOpen = false;
    // A failure of the disk may have ended it already.
    if (database.isTransaction) control('COMMIT');
  };
  // A tick that is asked for by a microtask comes when all of those are done, what they themselves ask for too.
  const leaveAfterAll = (): void => process.nextTick(leave);
  return {
    enter: () => {
      if (isOpen) return;
      control('BEGIN');
      isOpen = true;
      queueMicrotask(leaveAfterAll);
    },
    leave,
  };
}
