import { AppError } from '../domain/app-error.ts';
import type { Account, Accounts } from '../services/accounts.ts';
import { normalizeServer } from '../services/http/bases.ts';

/**
 * The account that a verb works with: the one in use, or the one at the server named. Null when nobody is signed in
 * and no server is named: then it is the embedded cloud. Rejects with `sign-in` when nobody is signed in there.
 */
export async function findAccount(accounts: Accounts, server: string | undefined): Promise<Account | null> {
  const book = await accounts.load();
  if (server === undefined) return book.accounts.find(({ id }) => id === book.current) ?? null;
  const wanted = normalizeServer(server);
  const there = book.accounts.filter((account) => account.server === wanted);
  const account = there.find(({ id }) => id === book.current) ?? there.at(-1);
  if (account !== undefined) return account;
  throw new AppError('sign-in', `Nobody is signed in at ${wanted}`, {
    hint: `sign in: u1file login --server ${wanted}`,
  });
}
