import { AppError } from '../../../domain/app-error.ts';
import { first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';

const WINDOW = 15 * 60_000;
const WAIT_SECONDS = 15 * 60;

/** Who tries to sign in: for which account, and from where (empty for this machine's own socket). */
export interface Attempter {
  readonly email: string;
  readonly address: string;
}

/** Rejects with `busy` (429) when there were too many failed sign-ins for the account or from the address. */
function* checkAttempts(tx: Tx, who: Attempter, tries: number): Work<void> {
  for (const { subject, limit } of subjects(who, tries)) {
    const row = yield* first(
      tx.db
        .selectFrom('attempt')
        .select((e) => e.fn.countAll<number>().as('count'))
        .where('subject', '=', subject)
        .where('at', '>', tx.now - WINDOW),
    );
    if ((row?.count ?? 0) >= limit)
      throw new AppError('busy', 'Too many failed sign-ins, try again later.', {
        status: 429,
        retryAfter: WAIT_SECONDS,
      });
  }
}

/**
 * Counts a sign-in that is about to be tried: counted first, so that many at once are no way around the limit. Answers
 * the time it is counted under.
 */
export function* noteAttempt(tx: Tx, who: Attempter, tries: number): Work<number> {
  for (const { subject } of subjects(who, tries)) yield* tx.lock(subject);
  yield* checkAttempts(tx, who, tries);
  yield* run(tx.db.deleteFrom('attempt').where('at', '<=', tx.now - WINDOW));
  for (const { subject } of subjects(who, tries))
    yield* run(tx.db.insertInto('attempt').values({ subject, at: tx.now }));
  return tx.now;
}

/** Forgets the attempts for an account that has signed in, and that one from the address. */
export function* forgetAttempts({ db }: Tx, who: Attempter, at: number): Work<void> {
  for (const { subject } of subjects(who, 0)) {
    const attempts = db.deleteFrom('attempt').where('subject', '=', subject);
    yield* run(subject.startsWith('account:') ? attempts : attempts.where('at', '=', at));
  }
}

function subjects({ email, address }: Attempter, tries: number): { subject: string; limit: number }[] {
  const account = { subject: `account:${email}`, limit: tries };
  return address === '' ? [account] : [account, { subject: `address:${address}`, limit: tries * 10 }];
}
