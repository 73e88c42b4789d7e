import type { Answer } from '../../http/call.ts';
import { lockAccount } from '../../rules/locks.ts';
import { findNode } from '../../rules/nodes/find.ts';
import { listPublic } from '../../rules/nodes/list.ts';
import { publishNode } from '../../rules/nodes/publish.ts';
import { answerAct } from '../answer-act.ts';
import { folderAround, placeAddress } from '../addresses.ts';
import { done, quoted } from '../notice.ts';
import { pageAnswer } from '../page-answer.ts';
import type { FormVisit, Visit } from '../page-call.ts';
import { publishedView } from '../views/published.ts';
import { forgetNotice, rowContext, unfoldedAddress } from './browse.ts';

/** Lets anyone read the file who knows its address. */
export async function publish(visit: FormVisit): Promise<Answer> {
  return await setPublic(visit, true);
}

/** Takes the file's public address back. */
export async function stopPublishing(visit: FormVisit): Promise<Answer> {
  return await setPublic(visit, false);
}

/** Shows every published file. */
export async function showPublished(visit: Visit): Promise<Answer> {
  const files = await visit.context.metadata.read((tx) => listPublic(tx, visit.account.id));
  forgetNotice(visit);
  return pageAnswer(publishedView(visit, files, rowContext(visit)));
}

async function setPublic(visit: FormVisit, isPublic: boolean): Promise<Answer> {
  const { context, account, path } = visit;
  return await answerAct(visit, placeAddress(path), async () => {
    const {
      node,
      volume,
      path: below,
    } = await context.metadata.write(function* (tx) {
      yield* lockAccount(tx, account.id);
      return yield* publishNode(tx, yield* findNode(tx, account.id, path), isPublic);
    });
    const words = isPublic
      ? `${quoted(node.name)} is published. Its address is ready to copy.`
      : `${quoted(node.name)} is no longer published.`;
    return { notice: done(words), next: unfoldedAddress(folderAround(volume.path, below), node.id) };
  });
}
