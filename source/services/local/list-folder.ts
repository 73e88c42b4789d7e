import { opendirSync, type Dir } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Entry } from '../../domain/entry.ts';
import { lostEntry, readEntry, readEntrySync } from './disk-entry.ts';
import { fromDiskError } from './disk-error.ts';
import { fromLatin1, toDiskPath } from './disk-path.ts';

const FIRST_BATCH = 64;
const BATCH = 1024;
/** Milliseconds the thread is held before others get a turn; what is read has to be sorted in too. */
const SLICE = 4;
/** Milliseconds a single look may take before the disk counts as a slow one (a network) and is asked off the thread. */
const SLOW = 20;
/** So many such looks make it one: a single one may be a busy processor's. */
const MOST_SLOW = 3;

/**
 * The entries of a folder on disk in batches. Looking on the thread itself in short slices is five times faster than
 * asking the pool for each entry; a slow disk is asked through the pool.
 */
export async function* listFolder(path: string, signal?: AbortSignal): AsyncGenerator<readonly Entry[]> {
  signal?.throwIfAborted();
  const folder = openFolder(path);
  try {
    let slowLooks = 0;
    for (let limit = FIRST_BATCH; ; limit = BATCH) {
      const slice: Slice =
        slowLooks >= MOST_SLOW
          ? await lookAt(readNames(folder, path, FIRST_BATCH), path)
          : readSlice(folder, path, limit);
      signal?.throwIfAborted();
      if (slice.entries.length > 0) yield slice.entries;
      if (slice.isEnd) return;
      if (slice.isSlow) slowLooks += 1;
      await nextTurn();
      signal?.throwIfAborted();
    }
  } finally {
    folder.closeSync();
  }
}

/** The first entries of a folder on disk, so many or so long as that takes; null where it cannot be read. */
export function listAtOnce(path: string, most: number, milliseconds: number): readonly Entry[] | null {
  const start = performance.now();
  let folder: Dir | null = null;
  try {
    folder = openFolder(path);
    const entries: Entry[] = [];
    while (entries.length < most && performance.now() - start < milliseconds) {
      const slice = readSlice(folder, path, BATCH);
      for (const entry of slice.entries) entries.push(entry);
      if (slice.isEnd) break;
    }
    return entries;
  } catch {
    // Whoever reads it next tells why.
    return null;
  } finally {
    folder?.closeSync();
  }
}

interface Slice {
  readonly entries: Entry[];
  readonly isEnd: boolean;
  readonly isSlow: boolean;
}

function openFolder(path: string): Dir {
  try {
    // One character a byte, so that a name that is not UTF-8 stays exact; the types do not know the encoding.
    return opendirSync(toDiskPath(path), { bufferSize: 1024, encoding: 'latin1' });
  } catch (error) {
    throw fromDiskError(error, path);
  }
}

function readSlice(folder: Dir, path: string, limit: number): Slice {
  const entries: Entry[] = [];
  const start = performance.now();
  for (let now = start, last = start; entries.length < limit && now - start < SLICE; last = now) {
    const name = nextName(folder, path);
    if (name === null) return { entries, isEnd: true, isSlow: false };
    const entry = readEntrySync(joinPath(path, name), name);
    if (entry !== null) entries.push(entry);
    now = performance.now();
    if (now - last > SLOW) return { entries, isEnd: false, isSlow: true };
  }
  return { entries, isEnd: false, isSlow: false };
}

function readNames(folder: Dir, path: string, limit: number): { names: string[]; isEnd: boolean } {
  const names: string[] = [];
  while (names.length < limit) {
    const name = nextName(folder, path);
    if (name === null) return { names, isEnd: true };
    names.push(name);
  }
  return { names, isEnd: false };
}

async function lookAt({ names, isEnd }: { names: string[]; isEnd: boolean }, path: string): Promise<Slice> {
  const looks = names.map((name) =>
    readEntry(joinPath(path, name), name).catch((error: unknown) => lostEntry(error, name)),
  );
  const entries = (await Promise.all(looks)).filter((entry) => entry !== null);
  return { entries, isEnd, isSlow: true };
}

function nextName(folder: Dir, path: string): string | null {
  try {
    const found = folder.readSync();
    return found === null ? null : fromLatin1(found.name);
  } catch (error) {
    throw fromDiskError(error, path);
  }
}

function joinPath(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}
