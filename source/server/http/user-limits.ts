import { AppError } from '../../domain/app-error.ts';

/** How many requests of one user run at a time. */
export interface UserLimits {
  /** Counts one in and answers what counts it out again; rejects with `busy` when there are too many. */
  enter(accountId: number): () => void;
}

/** Keeps one user's flood from taking the server away from the others. */
export function createUserLimits(most: number): UserLimits {
  const running = new Map<number, number>();
  return {
    enter: (accountId) => {
      const count = (running.get(accountId) ?? 0) + 1;
      if (count > most) throw new AppError('busy', 'Too many requests at once, try again later.', { retryAfter: 1 });
      running.set(accountId, count);
      return () => {
        const left = (running.get(accountId) ?? 1) - 1;
        if (left === 0) running.delete(accountId);
        else running.set(accountId, left);
      };
    },
  };
}
