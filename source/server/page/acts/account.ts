import { AppError } from '../../../domain/app-error.ts';
import { valueOf } from '../../../protocol/target.ts';
import type { Answer } from '../../http/call.ts';
import { changeAccount } from '../../rules/accounts/accounts.ts';
import { endSessions, listSessions } from '../../rules/accounts/sessions.ts';
import { listTokens, revokeTokens } from '../../rules/accounts/tokens.ts';
import { checkNewPassword } from '../../sso/new-password.ts';
import { answerAct } from '../answer-act.ts';
import { ACCOUNT_ADDRESS } from '../addresses.ts';
import { beginSession } from '../browser.ts';
import { confirmIdentity } from '../confirm.ts';
import { done } from '../notice.ts';
import { pageAnswer } from '../page-answer.ts';
import type { FormVisit, Visit } from '../page-call.ts';
import { accountView } from '../views/account.ts';
import { forgetNotice } from './browse.ts';

/** Shows the quota, the devices and browsers, and how to sign in. */
export async function showAccount(visit: Visit): Promise<Answer> {
  const { context, account } = visit;
  const { tokens, sessions } = await context.metadata.read(function* (tx) {
    return { tokens: yield* listTokens(tx, account.id), sessions: yield* listSessions(tx, account) };
  });
  forgetNotice(visit);
  return pageAnswer(accountView(visit, tokens, sessions));
}

/** Sets another password. It ends every other session, and the devices' access too where that is wished. */
export async function changePassword(visit: FormVisit): Promise<Answer> {
  const { context, account, fields } = visit;
  return await answerAct(visit, ACCOUNT_ADDRESS, async () => {
    const wanted = readNewPassword(visit);
    await confirmIdentity(visit);
    const password = await context.passwords.hash(wanted);
    const revokes = valueOf(fields, 'revoke') === 'yes';
    const changed = await context.metadata.write(function* (tx) {
      yield* endSessions(tx, account.id);
      if (revokes) yield* revokeTokens(tx, account.id);
      return yield* changeAccount(tx, account.email, { password });
    });
    await beginSession(visit, changed);
    const more = revokes ? ' All devices have to sign in again.' : '';
    return { notice: done(`Your password is changed. Other browsers are signed out.${more}`), next: ACCOUNT_ADDRESS };
  });
}

function readNewPassword({ fields }: FormVisit): string {
  const password = valueOf(fields, 'new') ?? '';
  checkNewPassword(password);
  if (password !== valueOf(fields, 'again')) throw new AppError('usage', 'The new password was not typed twice alike.');
  return password;
}
