import type { Entry } from '../domain/entry.ts';
import type { FileStore } from '../domain/file-store.ts';
import { childOf, type Location } from '../domain/location.ts';

/** Milliseconds of work in one go, before keys and pictures have their turn. */
const LONGEST_WORK = 8;

/** A folder on the way, by its place and by its path from where the walk began; the path of that one is empty. */
export interface WalkFolder {
  readonly location: Location;
  readonly path: string;
}

export interface WalkOptions {
  readonly signal: AbortSignal;
  /** Folders that are read at the same time. */
  readonly atOnce: number;
  /** Called when a folder is begun. */
  readonly onFolder: (folder: WalkFolder) => void;
  /** Called with the entries of a folder as they come. */
  readonly onEntries: (folder: WalkFolder, entries: readonly Entry[]) => void;
  /** Called when all of a folder was read. */
  readonly onRead: (folder: WalkFolder) => void;
  /** A folder that cannot be read is told and left out; the walk goes on. */
  readonly onUnreadable: (folder: WalkFolder) => void;
  /** False for entries whose folders are not gone into. */
  readonly mayEnter: (entry: Entry) => boolean;
}

/**
 * Reads a folder and all below it, the near ones first. Links are not followed, so that no loop is walked. Rejects with the signal's
 * reason when that fires.
 */
export async function walkBelow(store: FileStore, top: Location, options: WalkOptions): Promise<void> {
  const { signal, atOnce } = options;
  const waiting: WalkFolder[] = [{ location: top, path: '' }];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let next = 0;
  let running = 0;
  let turn = performance.now();
  const visit = async (folder: WalkFolder): Promise<void> => {
    const inside = await readFolder(store, folder, options);
    waiting.push(...inside);
    if (performance.now() - turn < LONGEST_WORK) return;
    await nextTurn();
    signal.throwIfAborted();
    turn = performance.now();
  };
  const start = (): void => {
    for (let folder = waiting[next]; folder !== undefined && running < atOnce; folder = waiting[next]) {
      next += 1;
      running += 1;
      visit(folder).then(() => {
        running -= 1;
        start();
      }, reject);
    }
    if (running === 0) resolve();
  };
  start();
  await promise;
}

/** Tells of the entries of one folder; answers the folders among them. */
async function readFolder(store: FileStore, folder: WalkFolder, options: WalkOptions): Promise<readonly WalkFolder[]> {
  const { signal } = options;
  const inside: WalkFolder[] = [];
  options.onFolder(folder);
  try {
    for await (const entries of store.list(folder.location, { signal })) {
      signal.throwIfAborted();
      options.onEntries(folder, entries);
      for (const entry of entries) if (isEntered(entry, options)) inside.push(below(folder, entry.name));
    }
    options.onRead(folder);
  } catch {
    signal.throwIfAborted();
    options.onUnreadable(folder);
  }
  return inside;
}

function isEntered(entry: Entry, { mayEnter }: WalkOptions): boolean {
  return (entry.kind === 'folder' || entry.kind === 'volume') && mayEnter(entry);
}

function below({ location, path }: WalkFolder, name: string): WalkFolder {
  return { location: childOf(location, name), path: path === '' ? name : `${path}/${name}` };
}

async function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
