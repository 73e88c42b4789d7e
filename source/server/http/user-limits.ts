import { AppError } from '../../domain/app-error.ts';
import type { RunningCounts } from '../rules/running.ts';

/** How many requests of one user run at a time. */
export interface UserLimits {
  /** Counts one in and answers what counts it out again; rejects with `busy` when there are too many. */
  enter(accountId: number): () => void;
  /** Where so many run here that other servers should know. */
  many(): RunningCounts;
  /** Takes note of what runs at other servers. */
  note(others: RunningCounts): void;
}

/** Of a user with less than this part of what is allowed no other server needs to know. */
const PART = 8;
/** A counter for each account; where there are more accounts some share one. */
const CELLS = 16_384;

/** What the threads of a server share: how many requests of each user run in all of them, and how many elsewhere. */
export type UserCells = Int32Array<SharedArrayBuffer>;

/** The counters of one server, all at zero, in memory that its threads share. */
export function createUserCells(): UserCells {
  return new Int32Array(new SharedArrayBuffer(2 * CELLS * Int32Array.BYTES_PER_ELEMENT));
}

/** Keeps one user's flood from taking the server away from the others. */
export function createUserLimits(most: number, cells: UserCells = createUserCells()): UserLimits {
  return {
    enter: (accountId) => {
      const cell = accountId % CELLS;
      const leave = (): void => void Atomics.sub(cells, cell, 1);
      if (Atomics.add(cells, cell, 1) + Atomics.load(cells, CELLS + cell) < most) return leave;
      leave();
      throw new AppError('busy', 'Too many requests at once, try again later.', { retryAfter: 1 });
    },
    many: () => {
      const counts = new Map<number, number>();
      for (let cell = 0; cell < CELLS; cell += 1) {
        const count = Atomics.load(cells, cell);
        if (count > 0 && count * PART >= most) counts.set(cell, count);
      }
      return counts;
    },
    note: (others) => {
      for (let cell = 0; cell < CELLS; cell += 1) Atomics.store(cells, CELLS + cell, others.get(cell) ?? 0);
    },
  };
}
