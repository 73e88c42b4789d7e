import { randomBytes } from 'node:crypto';
import { AppError } from '../../../domain/app-error.ts';
import { valueOf } from '../../../protocol/target.ts';
import type { Answer } from '../../http/call.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { changeAccount } from '../../rules/accounts/accounts.ts';
import { endSessions, keepPendingSecret, visitorOf } from '../../rules/accounts/sessions.ts';
import { encodeBase32, matchTotp } from '../../sso/totp.ts';
import { answerAct } from '../answer-act.ts';
import { ACCOUNT_ADDRESS } from '../addresses.ts';
import { confirmIdentity } from '../confirm.ts';
import { done } from '../notice.ts';
import { pageAnswer } from '../page-answer.ts';
import type { FormVisit, Visit } from '../page-call.ts';
import { turnOffView, turnOnView } from '../views/two-factor.ts';
import { forgetNotice } from './browse.ts';

const ADDRESS = `${ACCOUNT_ADDRESS}/two-factor`;
/** Bytes, as many as the digest has (RFC 4226 §4). */
const SECRET_LENGTH = 20;

/** Shows how to turn two-factor sign-in on, with a secret that stays the same while it is set up; or how to turn it off. */
export async function showTwoFactor(visit: Visit): Promise<Answer> {
  const { context, account, session } = visit;
  forgetNotice(visit);
  if (account.otp_secret !== null) return pageAnswer(turnOffView(visit));
  const secret = session.otp_pending ?? encodeBase32(randomBytes(SECRET_LENGTH));
  if (session.otp_pending === null) await context.metadata.write((tx) => keepPendingSecret(tx, session.id, secret));
  return pageAnswer(turnOnView(visit, secret));
}

/** Turns it on once a code shows that the secret has arrived. Other browsers have to sign in anew. */
export async function turnOn(visit: FormVisit): Promise<Answer> {
  const { context, account, session, fields } = visit;
  return await answerAct(visit, ADDRESS, async () => {
    if (account.otp_secret !== null) throw new AppError('changed', 'Two-factor sign-in is on already.');
    // The code is of the new secret, and none is asked for yet by the account.
    await confirmIdentity({ ...visit, fields: fields.filter(([name]) => name !== 'otp') });
    const code = valueOf(fields, 'otp') ?? '';
    await context.metadata.write((tx) => adopt(tx, session.id, code));
    return { notice: done('Two-factor sign-in is on.'), next: ACCOUNT_ADDRESS };
  });
}

function* adopt(tx: Tx, sessionId: string, code: string): Work<void> {
  const visitor = yield* visitorOf(tx, sessionId);
  const secret = visitor?.session.otp_pending ?? null;
  if (visitor === null || secret === null || visitor.account.otp_secret !== null)
    throw new AppError('changed', 'Begin anew, please.');
  const step = matchTotp(secret, code, { now: tx.now, lastStep: 0 });
  if (step === null) throw new AppError('sign-in', 'That code does not fit. Is the clock of your device right?');
  yield* changeAccount(tx, visitor.account.email, { otp_secret: secret, otp_step: step });
  yield* keepPendingSecret(tx, sessionId, null);
  yield* endSessions(tx, visitor.account.id, sessionId);
}

/** Turns it off, for who has the password and a code. */
export async function turnOff(visit: FormVisit): Promise<Answer> {
  const { context, account } = visit;
  return await answerAct(visit, ADDRESS, async () => {
    if (account.otp_secret === null) throw new AppError('changed', 'Two-factor sign-in is off already.');
    await confirmIdentity(visit);
    await context.metadata.write((tx) => changeAccount(tx, account.email, { otp_secret: null }));
    return { notice: done('Two-factor sign-in is off.'), next: ACCOUNT_ADDRESS };
  });
}
