import type { Kysely } from 'kysely';
import type { AccountRow, Schema, TokenRow } from '../../metadata/schema.ts';
import { all, first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { randomLetters } from '../random-text.ts';

/** A token with whose it is. */
export interface Bearer {
  readonly token: TokenRow;
  readonly account: AccountRow;
}

/** Who may consume a token: the pair that signs along with it. */
export interface Consumer {
  readonly key: string;
  readonly secret: string;
}

/** The consumer of all tokens that an account gets by signing in (protocol §4.1). */
export function ownConsumer(account: AccountRow): Consumer {
  return { key: account.openid, secret: account.consumer_secret };
}

/** The account's token of this name for a consumer, made where there is none (protocol §4.1). */
export function* tokenByName(
  tx: Tx,
  account: AccountRow,
  name: string,
  consumer: Consumer = ownConsumer(account),
): Work<{ token: TokenRow; isNew: boolean }> {
  const there = yield* first(
    tx.db
      .selectFrom('token')
      .selectAll()
      .where('account_id', '=', account.id)
      .where('consumer_key', '=', consumer.key)
      .where('name', '=', name),
  );
  if (there !== null) return { token: there, isNew: false };
  return { token: yield* insertToken(tx, account.id, { name, consumer }), isNew: true };
}

function* insertToken(tx: Tx, accountId: number, wish: { name: string; consumer: Consumer }): Work<TokenRow> {
  const token: TokenRow = {
    token: randomLetters(50),
    token_secret: randomLetters(50),
    consumer_key: wish.consumer.key,
    consumer_secret: wish.consumer.secret,
    account_id: accountId,
    name: wish.name,
    created_at: tx.now,
    updated_at: tx.now,
    registered_at: null,
  };
  yield* run(tx.db.insertInto('token').values(token));
  return token;
}

/** Whose token this is; null when it is unknown or revoked. */
export function* bearerOf({ fill }: Tx, text: string): Work<Bearer | null> {
  const token = yield* first(fill(tokenByText, text));
  if (token === null) return null;
  const account = yield* first(fill(accountById, token.account_id));
  return account === null ? null : { token, account };
}

function tokenByText(db: Kysely<Schema>, text: string) {
  return db.selectFrom('token').selectAll().where('token', '=', text);
}

function accountById(db: Kysely<Schema>, id: number) {
  return db.selectFrom('account').selectAll().where('id', '=', id);
}

/** Notes that the client told of its token (protocol §4.2). */
export function* registerToken({ db, now }: Tx, text: string): Work<void> {
  const unregistered = db.updateTable('token').set({ registered_at: now }).where('token', '=', text);
  yield* run(unregistered.where('registered_at', 'is', null));
}

/** The account's tokens, oldest first. */
export function* listTokens({ db }: Tx, accountId: number): Work<TokenRow[]> {
  return yield* all(
    db.selectFrom('token').selectAll().where('account_id', '=', accountId).orderBy('created_at').orderBy('token'),
  );
}

/** Takes one token of the account back, or all when none is named; answers how many. */
export function* revokeTokens({ db }: Tx, accountId: number, text?: string): Work<number> {
  const tokens = db.deleteFrom('token').where('account_id', '=', accountId);
  return yield* run(text === undefined ? tokens : tokens.where('token', '=', text));
}
