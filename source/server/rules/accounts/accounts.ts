import { AppError } from '../../../domain/app-error.ts';
import type { AccountRow } from '../../metadata/schema.ts';
import { all, first } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { makeRootVolume } from '../volumes.ts';
import { newAccount, type NewAccount } from './new-account.ts';

/** How an e-mail address is kept and compared. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Makes an account with its root volume; `name-taken` when the address has one. */
export function* addAccount(tx: Tx, wish: NewAccount): Work<AccountRow> {
  const email = normalizeEmail(wish.email);
  // oxlint-disable-next-line no-control-regex -- an address with a control character is none
  if (!/^[^@\s\u0000-\u001f]+@[^@\s\u0000-\u001f]+$/.test(email))
    throw new AppError('usage', 'That is not an e-mail address.');
  if ((yield* accountByEmail(tx, email)) !== null)
    throw new AppError('name-taken', 'There is an account of that address already.');
  const account = yield* first(
    tx.db
      .insertInto('account')
      .values(newAccount({ ...wish, email }, tx.now))
      .returningAll(),
  );
  if (account === null) throw new Error('the database kept no account');
  yield* makeRootVolume(tx, account.id);
  return account;
}

export function* accountByEmail({ db }: Tx, email: string): Work<AccountRow | null> {
  return yield* first(db.selectFrom('account').selectAll().where('email', '=', normalizeEmail(email)));
}

/** All accounts in the order they were made. */
export function* listAccounts({ db }: Tx): Work<AccountRow[]> {
  return yield* all(db.selectFrom('account').selectAll().orderBy('id'));
}

/** Changes an account; `not-found` when there is none of that address. */
export function* changeAccount(tx: Tx, email: string, change: AccountChange): Work<AccountRow> {
  const account = yield* first(
    tx.db.updateTable('account').set(change).where('email', '=', normalizeEmail(email)).returningAll(),
  );
  if (account === null) throw new AppError('not-found', 'There is no account of that address.');
  return account;
}

export type AccountChange = Partial<
  Pick<AccountRow, 'visible_name' | 'password' | 'max_bytes' | 'disabled_at' | 'otp_secret' | 'otp_step'>
>;
