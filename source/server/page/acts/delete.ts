import { AppError } from '../../../domain/app-error.ts';
import { safeText } from '../../../domain/safe-text.ts';
import { valueOf } from '../../../protocol/target.ts';
import type { Answer } from '../../http/call.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { lockAccount } from '../../rules/locks.ts';
import { findNode } from '../../rules/nodes/find.ts';
import type { Found } from '../../rules/nodes/find.ts';
import { removeNode } from '../../rules/nodes/remove.ts';
import { weigh } from '../../rules/nodes/weigh.ts';
import { removeVolume } from '../../rules/volumes.ts';
import { answerAct } from '../answer-act.ts';
import { actAddress, folderAround, HOME, placeAddress } from '../addresses.ts';
import { done, quoted } from '../notice.ts';
import { pageAnswer } from '../page-answer.ts';
import type { FormVisit, Visit } from '../page-call.ts';
import { deleteView } from '../views/delete.ts';
import { forgetNotice } from './browse.ts';

/** Asks before something is deleted. */
export async function askDelete(visit: Visit): Promise<Answer> {
  const { context, account, path } = visit;
  const doomed = await context.metadata.read(function* (tx) {
    const found = yield* findNode(tx, account.id, path);
    return { ...found, ...(yield* weigh(tx, found)), seen: seenAs(found) };
  });
  forgetNotice(visit);
  return pageAnswer(deleteView(visit, doomed));
}

/** Deletes what the question was about, and nothing that came to stand there since. */
export async function deletePlace(visit: FormVisit): Promise<Answer> {
  const { context, account, path, fields } = visit;
  return await answerAct(visit, actAddress('delete', path), async () => {
    const wish = { seen: valueOf(fields, 'seen'), name: valueOf(fields, 'name') };
    const gone = await context.metadata.write((tx) => remove(tx, account.id, { path, ...wish }));
    const isVolume = gone.node.parent_id === null;
    return {
      notice: done(`${quoted(isVolume ? gone.volume.path : gone.node.name)} is deleted.`),
      next: isVolume ? HOME : placeAddress(folderAround(gone.volume.path, gone.path)),
    };
  });
}

interface DeleteWish {
  readonly path: string;
  readonly seen: string | null;
  readonly name: string | null;
}

function* remove(tx: Tx, accountId: number, { path, seen, name }: DeleteWish): Work<Found> {
  yield* lockAccount(tx, accountId);
  const found = yield* findNode(tx, accountId, path);
  if (seenAs(found) !== seen)
    throw new AppError('changed', 'It has changed meanwhile. Look again before you delete it.');
  if (found.node.parent_id !== null) {
    yield* removeNode(tx, accountId, path);
  } else {
    const { path: right } = found.volume;
    if (name !== right && name?.trim() !== safeText(right).trim())
      throw new AppError('usage', 'That is not its name, so nothing was deleted.');
    yield* removeVolume(tx, accountId, path);
  }
  return found;
}

/** Changes with the content of a file, and in a volume with anything at all. */
function seenAs({ node, volume }: Found): string {
  return node.parent_id === null ? `${volume.id}.${volume.generation}` : `${node.id}.${node.generation}`;
}
