import { hash } from 'node:crypto';
import type { AccountRow, SessionRow } from '../../metadata/schema.ts';
import { all, first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';

const HOUR = 3_600_000;
/** A session that nobody used for so long is over; so is one of this age, used or not. */
export const SESSION_IDLE = 12 * HOUR;
export const SESSION_LIFETIME = 14 * 24 * HOUR;
/** To write at each request would cost more than it tells. */
const TOUCH_EVERY = 5 * 60_000;
const LONGEST_AGENT = 300;

/** A session with whose it is. */
export interface Visitor {
  readonly session: SessionRow;
  readonly account: AccountRow;
}

/** What a session is kept under: the digest of its cookie. */
export function sessionId(cookie: string): string {
  return hash('sha256', `session:${cookie}`);
}

/** Begins a session for an account that has signed in, and forgets those of anybody that are over. */
export function* startSession(
  { db, now }: Tx,
  account: AccountRow,
  { id, agent }: Pick<SessionRow, 'id' | 'agent'>,
): Work<void> {
  yield* run(
    db
      .deleteFrom('session')
      .where((e) => e.or([e('seen_at', '<=', now - SESSION_IDLE), e('created_at', '<=', now - SESSION_LIFETIME)])),
  );
  yield* run(
    db.insertInto('session').values({
      id,
      account_id: account.id,
      proof: proofOf(account),
      agent: agent.slice(0, LONGEST_AGENT),
      otp_pending: null,
      created_at: now,
      seen_at: now,
    }),
  );
}

/**
 * Whose session it is; null when it is unknown or over, when the password is another since, or the account disabled.
 */
export function* visitorOf(tx: Tx, id: string): Work<Visitor | null> {
  const session = yield* first(tx.db.selectFrom('session').selectAll().where('id', '=', id));
  if (session === null || isOver(session, tx.now)) return null;
  const account = yield* first(tx.db.selectFrom('account').selectAll().where('id', '=', session.account_id));
  if (account === null || account.disabled_at !== null || proofOf(account) !== session.proof) return null;
  return { session, account };
}

/** True when it is time to note that the session is still in use. */
export function needsTouch({ seen_at }: SessionRow, now: number): boolean {
  return now - seen_at >= TOUCH_EVERY;
}

export function* touchSession({ db, now }: Tx, id: string): Work<void> {
  yield* run(db.updateTable('session').set({ seen_at: now }).where('id', '=', id));
}

/** The account's sessions that are not over, the last used first. */
export function* listSessions({ db, now }: Tx, account: AccountRow): Work<SessionRow[]> {
  const rows = yield* all(
    db.selectFrom('session').selectAll().where('account_id', '=', account.id).orderBy('seen_at', 'desc').orderBy('id'),
  );
  return rows.filter((row) => !isOver(row, now) && row.proof === proofOf(account));
}

/** Ends one session of the account; answers how many that were. */
export function* endSession({ db }: Tx, accountId: number, id: string): Work<number> {
  return yield* run(db.deleteFrom('session').where('account_id', '=', accountId).where('id', '=', id));
}

/** Ends all sessions of the account, but for one where it is given. */
export function* endSessions({ db }: Tx, accountId: number, but = ''): Work<number> {
  return yield* run(db.deleteFrom('session').where('account_id', '=', accountId).where('id', '!=', but));
}

/** Keeps the secret of one-time codes that is being set up in this browser; null forgets it. */
export function* keepPendingSecret({ db }: Tx, id: string, secret: string | null): Work<void> {
  yield* run(db.updateTable('session').set({ otp_pending: secret }).where('id', '=', id));
}

function isOver({ seen_at, created_at }: SessionRow, now: number): boolean {
  return now - seen_at >= SESSION_IDLE || now - created_at >= SESSION_LIFETIME;
}

function proofOf({ password }: AccountRow): string {
  return hash('sha256', `password:${password ?? ''}`);
}
