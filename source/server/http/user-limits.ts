import { AppError } from '../../domain/app-error.ts';

/** How many requests of one user run at a time. */
export interface UserLimits {
  /** Counts one in and answers what counts it out again; rejects with `busy` when there are too many. */
  enter(accountId: number): () => void;
}

/** A counter for each account; where there are more accounts some share one. */
const CELLS = 16_384;

/** What the threads of a server share: how many requests of each user run in all of them. */
export type UserCells = Int32Array<SharedArrayBuffer>;

export function createUserCells(): UserCells {
  return new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
}

/** Keeps one user's flood from taking the server away from the others. */
export function createUserLimits(most: number, cells: UserCells = createUserCells()): UserLimits {
  return {
    enter: (accountId) => {
      const cell = accountId % CELLS;
      const leave = (): void => void Atomics.sub(cells, cell, 1);
      if (Atomics.add(cells, cell, 1) < most) return leave;
      leave();
      throw new AppError('busy', 'Too many requests at once, try again later.', { retryAfter: 1 });
    },
  };
}
