import type { Selectable } from 'kysely';
import type { AccountRow, RequestTokenTable, TokenRow } from '../../metadata/schema.ts';
import { first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { randomLetters } from '../random-text.ts';
import { tokenByName } from './tokens.ts';
import type { Consumer } from './tokens.ts';

/** The consumer that all web applications shared (protocol §4.5). */
export const WEB_CONSUMER: Consumer = { key: 'ubuntuone', secret: 'hammertime' };

/** A request token is good for an hour. */
const LIFETIME = 3_600_000;

export type RequestTokenRow = Selectable<RequestTokenTable>;

/** The first step: a token that a person may grant. `callback` is an address, or `oob` where there is none. */
export function* makeRequestToken({ db, now }: Tx, callback: string): Work<RequestTokenRow> {
  yield* run(db.deleteFrom('request_token').where('created_at', '<', now - LIFETIME));
  const row: RequestTokenRow = {
    token: randomLetters(50),
    token_secret: randomLetters(50),
    callback,
    verifier: null,
    account_id: null,
    name: '',
    created_at: now,
  };
  yield* run(db.insertInto('request_token').values(row));
  return row;
}

/** The request token; null when it is unknown, used or too old. */
export function* findRequestToken({ db, now }: Tx, token: string): Work<RequestTokenRow | null> {
  return yield* first(
    db
      .selectFrom('request_token')
      .selectAll()
      .where('token', '=', token)
      .where('created_at', '>=', now - LIFETIME),
  );
}

/** The second step: a person grants it. Answers the verifier, once only: a second time it is null. */
export function* grantRequestToken(
  { db }: Tx,
  token: string,
  { account, name }: { account: AccountRow; name: string },
): Work<string | null> {
  const verifier = randomLetters(20);
  const granted = yield* run(
    db
      .updateTable('request_token')
      .set({ verifier, account_id: account.id, name })
      .where('token', '=', token)
      .where('verifier', 'is', null),
  );
  return granted === 0 ? null : verifier;
}

/** The last step: a granted token is changed for one that opens the account, and is gone. */
export function* redeemRequestToken(tx: Tx, { token, account_id, name }: RequestTokenRow): Work<TokenRow | null> {
  yield* run(tx.db.deleteFrom('request_token').where('token', '=', token));
  const account = yield* first(
    tx.db
      .selectFrom('account')
      .selectAll()
      .where('id', '=', account_id ?? 0)
      .where('disabled_at', 'is', null),
  );
  return account === null ? null : (yield* tokenByName(tx, account, name, WEB_CONSUMER)).token;
}

/** Takes a request token back, since the person said no. */
export function* denyRequestToken({ db }: Tx, token: string): Work<void> {
  yield* run(db.deleteFrom('request_token').where('token', '=', token));
}
