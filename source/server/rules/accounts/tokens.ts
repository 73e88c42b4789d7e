import type { CompiledQuery, Kysely } from 'kysely';
import type { AccountFacts, AccountRow, Schema, TokenRow } from '../../metadata/schema.ts';
import { all, first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { randomLetters } from '../random-text.ts';

/** A token with whose it is: what every request asks for, and no more. */
export interface Bearer {
  readonly token: Pick<TokenRow, 'token' | 'token_secret' | 'consumer_key' | 'consumer_secret'>;
  readonly account: AccountFacts;
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

/**
 * Asks whose token this is, and by the way whether a request of this fingerprint was done already; there is no row when
 * the token is unknown or revoked.
 */
export function bearerQuery({ fill }: Tx, text: string, fingerprint: string | null): CompiledQuery<BearerRow> {
  return fill(bearerByToken, text, fingerprint ?? '');
}

interface BearerRow extends Pick<TokenRow, keyof Bearer['token']>, AccountFacts {
  /** 0 and 1 from one database, false and true from another. */
  readonly was_seen: unknown;
}

/** What the row says; null where there was none. */
export function bearerOf(row: BearerRow | null): (Bearer & { readonly wasSeen: boolean }) | null {
  return row === null ? null : { token: row, account: row, wasSeen: Boolean(row.was_seen) };
}

function bearerByToken(db: Kysely<Schema>, text: string, fingerprint: string) {
  return db
    .selectFrom('token')
    .innerJoin('account', 'account.id', 'token.account_id')
    .select(['token.token', 'token.token_secret', 'token.consumer_key', 'token.consumer_secret'])
    .select(['account.id', 'account.email', 'account.openid', 'account.visible_name'])
    .select(['account.max_bytes', 'account.used_bytes', 'account.created_at', 'account.disabled_at'])
    .select((e) =>
      e.exists(e.selectFrom('replay').select('seen_at').where('fingerprint', '=', fingerprint)).as('was_seen'),
    )
    .where('token.token', '=', text);
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
