import { AppError } from '../domain/app-error.ts';
import { isFolderLike } from '../domain/entry.ts';
import { childOf, toPlainPath, type Location } from '../domain/location.ts';
import type { ItemContext } from './context.ts';
import { listOrMake, makeTarget } from './target-folder.ts';
import type { FolderWork, Item, Outcome, TargetFolder } from './work.ts';

/** Makes the target of a folder ready and hands the folder on to be walked. */
export async function enterFolder(item: Item, context: ItemContext): Promise<Outcome> {
  const { folder, name } = item;
  if (folder.to === null) throw new AppError('usage', 'There is no folder to go to');
  const to = childOf(folder.to, name);
  if (context.kind === 'move') context.memory.open(item.from, to);
  const target = await openInner(item, to, await folder.target, context);
  return { kind: 'walk', work: folderWork(folder, item, to, Promise.resolve(target)) };
}

/** A folder with nothing done of it yet. */
export function folderWork(
  parent: FolderWork | null,
  item: Item | null,
  to: Location | null,
  target: Promise<TargetFolder>,
): FolderWork {
  // Whoever needs the target hears of its failure; it must not count as nobody's before that.
  target.catch(() => undefined);
  return { parent, item, to, target, placing: new Map(), pending: 1, lacking: 0 };
}

async function openInner(
  { from, name }: Item,
  to: Location,
  { standing, isComplete }: TargetFolder,
  { storeFor, jobSignal: signal }: ItemContext,
): Promise<TargetFolder> {
  const there = standing.get(name);
  if (there !== undefined && !isFolderLike(there)) {
    throw new AppError('not-a-folder', 'A file of that name is there', { path: toPlainPath(from) });
  }
  const store = storeFor(to);
  return there === undefined && isComplete ? makeTarget(store, to, signal) : listOrMake(store, to, signal);
}
