import { AppError } from '../../../domain/app-error.ts';
import { valueOf } from '../../../protocol/target.ts';
import type { Answer } from '../../http/call.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { lockAccount } from '../../rules/locks.ts';
import { childOf, findNode } from '../../rules/nodes/find.ts';
import type { Found } from '../../rules/nodes/find.ts';
import { putNode } from '../../rules/nodes/put.ts';
import { listVolumes, makeVolume } from '../../rules/volumes.ts';
import { answerAct } from '../answer-act.ts';
import { HOME, placeAddress } from '../addresses.ts';
import { done, quoted } from '../notice.ts';
import type { FormVisit } from '../page-call.ts';

/** Makes a folder in the folder of the address. */
export async function makeFolder(visit: FormVisit): Promise<Answer> {
  const { context, account, path } = visit;
  return await answerAct(visit, placeAddress(path), async () => {
    const name = readName(visit);
    if (name.includes('/')) throw new AppError('invalid-name', 'The name of a folder has no slash in it.');
    await context.metadata.write((tx) => make(tx, account.id, { path, name }));
    return { notice: done(`The folder ${quoted(name)} is made.`), next: placeAddress(path) };
  });
}

function* make(tx: Tx, accountId: number, { path, name }: { path: string; name: string }): Work<Found> {
  yield* lockAccount(tx, accountId);
  const parent = yield* findNode(tx, accountId, path);
  if ((yield* childOf(tx, parent.node.id, name)) !== null)
    throw new AppError('name-taken', `There is a file or folder ${quoted(name)} already.`);
  const wish = { kind: 'directory', path: null, isPublic: null, hash: null, magicHash: null };
  return yield* putNode(tx, accountId, `${path}/${name}`, wish);
}

/** Makes a cloud folder. */
export async function makeFolderVolume(visit: FormVisit): Promise<Answer> {
  const { context, account } = visit;
  return await answerAct(visit, HOME, async () => {
    const name = readName(visit).replace(/^~\//, '').replace(/\/+$/, '');
    await context.metadata.write(function* (tx) {
      yield* lockAccount(tx, account.id);
      const there = yield* listVolumes(tx, account.id);
      if (there.some((volume) => volume.path === name))
        throw new AppError('name-taken', `There is a cloud folder ${quoted(name)} already.`);
      return yield* makeVolume(tx, account.id, name);
    });
    return { notice: done(`The cloud folder ${quoted(name)} is made.`), next: HOME };
  });
}

function readName({ fields }: FormVisit): string {
  const name = (valueOf(fields, 'name') ?? '').trim();
  if (name === '') throw new AppError('invalid-name', 'A folder needs a name.');
  return name;
}
