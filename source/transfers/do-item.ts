import { AppError, isAppError } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import { childOf, isWithin, toPlainPath, type Location } from '../domain/location.ts';
import type { ItemContext } from './context.ts';
import { copyFile } from './copy-file.ts';
import { enterFolder } from './enter-folder.ts';
import { placeFile } from './place-file.ts';
import type { Item, Outcome } from './work.ts';

/** Does what the job wants with one entry. */
export async function doItem(item: Item, context: ItemContext): Promise<Outcome> {
  if (context.kind === 'delete') return deleteItem(item, context);
  const target = item.folder.to;
  if (target !== null && item.isChosen && isFolder(item) && isWithin(target, item.from)) {
    throw new AppError('usage', 'A folder cannot go into itself', { path: toPlainPath(item.from) });
  }
  return context.kind === 'copy' ? copyItem(item, context) : moveItem(item, context);
}

/** What is gone already is what was wanted. */
async function deleteItem(item: Item, context: ItemContext): Promise<Outcome> {
  const { from, entry } = item;
  const { storeFor, signal, memory } = context;
  memory.open(from, null);
  try {
    const at = context.usesTrash ? await putAway(item, context) : null;
    if (at !== null) return { kind: 'trashed', at };
    await storeFor(from).remove(from, { seen: entry.identity, signal });
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-found') throw error;
  }
  return { kind: 'done' };
}

/** Where it lies in the trash now; null where there is none for it. */
async function putAway({ from, entry }: Item, { storeFor, signal }: ItemContext): Promise<Location | null> {
  try {
    return (await storeFor(from).trash?.(from, { seen: entry.identity, signal })) ?? null;
  } catch (error) {
    if (isAppError(error) && error.code === 'unsupported') return null;
    throw error;
  }
}

async function copyItem(item: Item, context: ItemContext): Promise<Outcome> {
  const { entry, from } = item;
  if (isFolder(item)) return enterFolder(item, context);
  if (entry.kind === 'link' && canCopyLink(item, context)) return copyLink(item, context);
  // Of a name whose details the disk withholds nothing is known: to look again tells why.
  if (entry.kind === 'other') await context.storeFor(from).stat(from, { signal: context.signal });
  const reason = whyNoFile(entry);
  if (reason !== null) return { kind: 'skipped', code: 'unsupported', reason };
  return placeFile(item, context, async (to, taken, found) => copyFile({ from, to, entry, taken, ...found }, context));
}

/** Why there is nothing to copy of it; null for a file, and for a link to one. */
function whyNoFile({ kind, size, leadsToFolder }: Entry): string | null {
  if (kind === 'link' && leadsToFolder === true) return 'A link to a folder is not followed';
  if (kind === 'link' && size === null) return 'The link leads nowhere';
  if (kind === 'other') return 'It is neither a file nor a folder';
  return size === null ? 'It was made but never filled' : null;
}

/** What was moved before the program ended, and not yet written down as done, is not there any more. */
async function moveItem(item: Item, context: ItemContext): Promise<Outcome> {
  const to = context.memory.wasOpened(item.from);
  if (to === undefined || to === null) return moveAfresh(item, context);
  if ((await exists(item.from, context)) || !(await exists(to, context))) return moveAfresh(item, context);
  return { kind: 'done' };
}

async function exists(location: Location, { storeFor, signal }: ItemContext): Promise<boolean> {
  try {
    await storeFor(location).stat(location, { signal });
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return false;
    throw error;
  }
}

/** Within a store by renaming; else the source goes once every byte has arrived. */
async function moveAfresh(item: Item, context: ItemContext): Promise<Outcome> {
  if (isOneStore(item, context)) {
    const outcome = await renameItem(item, context);
    if (outcome !== null) return outcome;
  }
  const outcome = await copyItem(item, context);
  if (outcome.kind === 'done' || outcome.kind === 'unchanged') await removeSource(item, context);
  return outcome;
}

/** Null where the store could only copy. */
async function renameItem(item: Item, context: ItemContext): Promise<Outcome | null> {
  const { from, entry } = item;
  const store = context.storeFor(from);
  const { standing } = await item.folder.target;
  try {
    if (isFolder(item) && !standing.has(item.name)) return await renameFolder(item, context);
    if (isFolder(item)) return await enterFolder(item, context);
    const outcome = await placeFile(item, context, async (to, taken) => {
      if (typeof taken === 'object') await checkStillThere(to, taken.seen, context);
      const replace = taken !== 'refuse';
      return store.move(from, to, { seen: entry.identity, replace, signal: context.signal });
    });
    if (outcome.kind === 'unchanged') await removeSource(item, context);
    return outcome;
  } catch (error) {
    if (isAppError(error) && error.code === 'unsupported') return null;
    throw error;
  }
}

/** The whole folder in one step; where one stands they are merged, entry by entry. */
async function renameFolder(item: Item, context: ItemContext): Promise<Outcome> {
  const to = placeOf(item);
  const store = context.storeFor(item.from);
  context.memory.open(item.from, to);
  try {
    const moved = await store.move(item.from, to, { seen: item.entry.identity, signal: context.signal });
    (await item.folder.target).standing.set(item.name, moved);
    return { kind: 'done', placed: { at: to, entry: moved } };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'name-taken') throw error;
    (await item.folder.target).standing.set(item.name, await store.stat(to, { signal: context.signal }));
    return enterFolder(item, context);
  }
}

async function copyLink(item: Item, context: ItemContext): Promise<Outcome> {
  const { from } = item;
  const store = context.storeFor(from);
  return placeFile(item, context, async (to, taken) => {
    if (taken !== 'refuse') await store.remove(to, { seen: typeof taken === 'object' ? taken.seen : undefined });
    if (store.copyLink === undefined) throw new AppError('unsupported', 'There are no links here');
    return store.copyLink(from, to, { signal: context.signal });
  });
}

async function removeSource({ from, entry }: Item, { storeFor, signal }: ItemContext): Promise<void> {
  await storeFor(from).remove(from, { seen: entry.identity, signal });
}

async function checkStillThere(to: Location, seen: string, { storeFor, signal }: ItemContext): Promise<Entry> {
  const now = await storeFor(to).stat(to, { signal });
  if (now.identity === seen) return now;
  throw new AppError('changed', 'The file there changed meanwhile', { path: toPlainPath(to) });
}

function canCopyLink(item: Item, context: ItemContext): boolean {
  return isOneStore(item, context) && context.storeFor(item.from).copyLink !== undefined;
}

function isOneStore(item: Item, { storeFor }: ItemContext): boolean {
  return item.folder.to !== null && storeFor(item.from) === storeFor(item.folder.to);
}

/** A link to a folder is followed only where the person chose it and it leaves this machine. */
function isFolder({ entry, isChosen, folder, from }: Item): boolean {
  if (entry.kind === 'folder' || entry.kind === 'volume') return true;
  return isChosen && entry.leadsToFolder === true && folder.to?.side !== from.side;
}

function placeOf(item: Item): Location {
  if (item.folder.to === null) throw new AppError('usage', 'There is no folder to go to');
  return childOf(item.folder.to, item.name);
}
