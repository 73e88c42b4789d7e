import { AppError } from '../../../domain/app-error.ts';
import { valueOf } from '../../../protocol/target.ts';
import type { Answer } from '../../http/call.ts';
import { endSession, endSessions } from '../../rules/accounts/sessions.ts';
import { listTokens, revokeTokens } from '../../rules/accounts/tokens.ts';
import { answerAct } from '../answer-act.ts';
import { ACCOUNT_ADDRESS } from '../addresses.ts';
import { deviceId, deviceName } from '../device.ts';
import { done, quoted } from '../notice.ts';
import type { FormVisit } from '../page-call.ts';

/** Takes the access of a device or program back. */
export async function revokeDevice(visit: FormVisit): Promise<Answer> {
  const { context, account, fields } = visit;
  const id = valueOf(fields, 'device');
  return await answerAct(visit, ACCOUNT_ADDRESS, async () => {
    const name = await context.metadata.write(function* (tx) {
      const token = (yield* listTokens(tx, account.id)).find((each) => deviceId(each) === id);
      if (token === undefined) throw new AppError('not-found', 'That device has no access any more.');
      yield* revokeTokens(tx, account.id, token.token);
      return deviceName(token);
    });
    return { notice: done(`${quoted(name)} has no access any more.`), next: ACCOUNT_ADDRESS };
  });
}

/** Signs one browser out. */
export async function endBrowser(visit: FormVisit): Promise<Answer> {
  const { context, account, fields } = visit;
  const id = valueOf(fields, 'session') ?? '';
  return await answerAct(visit, ACCOUNT_ADDRESS, async () => {
    const ended = await context.metadata.write((tx) => endSession(tx, account.id, id));
    if (ended === 0) throw new AppError('not-found', 'That browser is signed out already.');
    return { notice: done('That browser is signed out.'), next: ACCOUNT_ADDRESS };
  });
}

/** Signs out every browser but this one. */
export async function endOthers(visit: FormVisit): Promise<Answer> {
  const { context, account, session } = visit;
  return await answerAct(visit, ACCOUNT_ADDRESS, async () => {
    await context.metadata.write((tx) => endSessions(tx, account.id, session.id));
    return { notice: done('All other browsers are signed out.'), next: ACCOUNT_ADDRESS };
  });
}
