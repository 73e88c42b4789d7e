import type { Answer } from '../../http/call.ts';
import { quotaOf } from '../../rules/quota.ts';
import { listVolumes } from '../../rules/volumes.ts';
import { pageAnswer } from '../page-answer.ts';
import type { Visit } from '../page-call.ts';
import { volumesView } from '../views/volumes.ts';
import { forgetNotice } from './browse.ts';

/** Shows the account's volumes. */
export async function showVolumes(visit: Visit): Promise<Answer> {
  const { context, account } = visit;
  const { volumes, quota } = await context.metadata.read(function* (tx) {
    return { volumes: yield* listVolumes(tx, account.id), quota: yield* quotaOf(tx, account.id) };
  });
  forgetNotice(visit);
  return pageAnswer(volumesView(visit, volumes, quota));
}
