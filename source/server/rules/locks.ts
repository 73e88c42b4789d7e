import type { Tx, Work } from '../metadata/work.ts';

/**
 * Lets no other change to an account's files happen until the transaction ends: names, room and generations are decided
 * by what was read before.
 */
export function* lockAccount({ lock }: Tx, accountId: number): Work<void> {
  yield* lock(`account ${accountId}`);
}

/** The same for a content: whether it is there, or on its way out. */
export function* lockContent({ lock }: Tx, hash: string): Work<void> {
  yield* lock(`content ${hash}`);
}
