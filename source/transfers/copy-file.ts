import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { ContentHashes, FileStore, WriteOptions } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';
import type { ItemContext } from './context.ts';
import { sourceOf } from './source-of.ts';

const MOST_TRIES = 5;

interface Copy {
  readonly from: Location;
  readonly to: Location;
  readonly entry: Entry;
  readonly taken: WriteOptions['taken'];
  /** True when a listing has just shown that there is no such name. */
  readonly wasFree: boolean;
  /** What stands there is to be gone on with, as the beginning of the file. */
  readonly isPart: boolean;
}

/**
 * Copies one file between any two stores, or within one that can do so by itself. A source that changes meanwhile is
 * looked at again, and a line that breaks in the middle is tried again as long as tries get anywhere.
 */
export async function copyFile(copy: Copy, context: ItemContext): Promise<Entry> {
  let entry = copy.entry;
  for (let tries = 1; ; tries += 1) {
    let bytes = 0;
    let hasBegun = false;
    const onProgress = (count: number): void => {
      bytes += count;
      context.onBytes(count);
    };
    const onOpen = (): void => {
      hasBegun = true;
    };
    try {
      // What was no beginning the first time is none later.
      return await copyOnce({ ...copy, entry, isPart: copy.isPart && tries === 1 }, context, { onProgress, onOpen });
    } catch (error) {
      context.onBytes(-bytes);
      const again = tries < MOST_TRIES && !context.signal.aborted ? whatNext(error, hasBegun) : 'give-up';
      if (again === 'give-up') throw error;
      if (again === 'look-again') entry = await lookAgain(copy, entry, context, error);
      else await sleep(context.retryDelay(tries), undefined, { signal: context.signal }).catch(() => undefined);
      context.signal.throwIfAborted();
      if (hasBegun) context.onStartOver();
    }
  }
}

async function copyOnce(
  { from, to, entry, taken, wasFree, isPart }: Copy,
  context: ItemContext,
  { onProgress, onOpen }: { readonly onProgress: (count: number) => void; readonly onOpen: () => void },
): Promise<Entry> {
  const { signal, pace } = context;
  const here = context.storeFor(from);
  const there = context.storeFor(to);
  if (here === there && here.copy !== undefined) {
    const copied = await copyInPlace(here, { from, to, taken }, context);
    if (copied !== null) {
      onProgress(entry.size ?? 0);
      return copied;
    }
  }
  // Only a local file has permission bits, and only another local file can keep them.
  const mode = here === there && from.side === 'local' ? (await here.read(from, { signal })).mode : undefined;
  const hashes = await hashesToOffer({ from, to, entry }, context);
  const { source, release } = sourceOf({ store: here, location: from, entry, pace, mode, hashes, onOpen });
  const partial = { ...context.memory.partialFor(from, context.keepsParts), startsFromTarget: isPart };
  try {
    return await there.write(to, source, {
      taken,
      signal,
      onProgress,
      onStartOver: context.onStartOver,
      partial,
      wasFree,
    });
  } finally {
    release();
  }
}

/** Null when the store cannot copy this one by itself. */
async function copyInPlace(
  store: FileStore,
  { from, to, taken }: Pick<Copy, 'from' | 'to' | 'taken'>,
  { signal }: ItemContext,
): Promise<Entry | null> {
  try {
    return (await store.copy?.(from, to, { taken, signal })) ?? null;
  } catch (error) {
    if (isAppError(error) && error.code === 'unsupported') return null;
    throw error;
  }
}

/** What the cloud may have need not be sent: its hashes are one small request. Where it would take longer, none. */
async function hashesToOffer(
  { from, to, entry }: Pick<Copy, 'from' | 'to' | 'entry'>,
  { storeFor, signal, isWorthOffering }: ItemContext,
): Promise<ContentHashes | undefined> {
  const store = storeFor(from);
  if (store.hashes === undefined || to.side !== 'cloud' || !isWorthOffering(entry.size ?? 0)) return undefined;
  return store.hashes(from, { signal });
}

/** The store tries again what never began; what broke once its bytes were being taken is ours to try again. */
function whatNext(error: unknown, hasBegun: boolean): 'give-up' | 'look-again' | 'try-again' {
  if (!isAppError(error)) return 'give-up';
  if (error.code === 'changed' || error.code === 'integrity') return 'look-again';
  const isOfTheLine = ['unreachable', 'busy', 'server-error', 'bad-answer'].includes(error.code);
  return isOfTheLine && hasBegun ? 'try-again' : 'give-up';
}

/** How the source stands now; when it is what it was, then it was not the source that changed. */
async function lookAgain(
  { from }: Copy,
  before: Entry,
  { storeFor, signal }: ItemContext,
  error: unknown,
): Promise<Entry> {
  const now = await storeFor(from).stat(from, { signal });
  const isSame = now.identity === before.identity && now.size === before.size && now.modifiedAt === before.modifiedAt;
  if (isSame && isAppError(error) && error.code === 'changed') throw error;
  return { ...now, name: before.name };
}
