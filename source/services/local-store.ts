import { readlink, rmdir, symlink } from 'node:fs/promises';
import { AppError } from '../domain/app-error.ts';
import { checkLocation } from '../domain/check-location.ts';
import type { Entry } from '../domain/entry.ts';
import type { CallOptions, FileStore, ReadOptions, ReadResult } from '../domain/file-store.ts';
import { inOnePiece } from '../domain/in-one-piece.ts';
import { localLocation, nameOf, type Location } from '../domain/location.ts';
import { createContentHash } from '../protocol/content-hash.ts';
import { readEntry, readEntrySync } from './local/disk-entry.ts';
import { diskCode, onDisk } from './local/disk-error.ts';
import { toDiskPath } from './local/disk-path.ts';
import { DiskSync } from './local/disk-sync.ts';
import { factsOf } from './local/facts.ts';
import { FolderSync } from './local/folder-sync.ts';
import { discardKept } from './local/kept-partial.ts';
import { listFolder } from './local/list-folder.ts';
import { moveEntry } from './local/move-entry.ts';
import { makeFolders } from './local/make-folders.ts';
import { lookAtFile, readBytes } from './local/read-file.ts';
import { removeEntry } from './local/remove-entry.ts';
import { readSmall, SMALL } from './local/small-file.ts';
import { putInTrash, takeFromTrash, type TrashOptions } from './local/trash.ts';
import { watchFolder } from './local/watch-folder.ts';
import type { WriteTarget } from './local/write-checks.ts';
import { writeFile } from './local/write-file.ts';

export interface LocalStoreOptions {
  /** Where the desktop's trash is; without it nothing can be put there. */
  readonly trash?: TrashOptions | undefined;
}

/** This machine's disk as a {@link FileStore}. Links are shown and removed as links; reading goes through them. */
export function createLocalStore({ trash }: LocalStoreOptions = {}): FileStore {
  const disk = new DiskSync();
  const folderSync = new FolderSync(disk);
  const act = async <T>(location: Location, options: CallOptions | undefined, run: (path: string) => Promise<T>) => {
    const path = pathOf(location);
    options?.signal?.throwIfAborted();
    return onDisk(path, async () => run(path));
  };
  const entryAt = async (location: Location): Promise<Entry> => readEntry(pathOf(location), nameOf(location));
  return {
    powers: { publish: false, quota: false, knowsHashes: false, keepsTimes: true },
    async *list(folder, options) {
      yield* listFolder(pathOf(folder), options?.signal);
    },
    stat: async (location, options) => act(location, options, async () => entryAt(location)),
    read: async (file, options) => act(file, options, async (path) => readFile(path, options ?? {})),
    write: async (file, source, options) => {
      const target = targetOf(file);
      await writeFile({ target, source, options, disk, folderSync });
      return onDisk(target.path, async () => readEntrySync(target.path, target.name) ?? entryAt(file));
    },
    makeFolder: async (folder, options) =>
      act(folder, options, async (path) => {
        await makeFolder(path);
        return entryAt(folder);
      }),
    move: async (from, to, options) => {
      const target = pathOf(to);
      return act(from, options, async (path) => {
        await moveEntry(path, target, options ?? {});
        return entryAt(to);
      });
    },
    remove: async (location, options) => act(location, options, async (path) => removeEntry(path, options ?? {})),
    copyLink: async (from, to, options) => {
      const end = await act(from, options, async (path) => readlink(toDiskPath(path), { encoding: 'buffer' }));
      return act(to, options, async (path) => {
        await symlink(end, toDiskPath(path));
        return entryAt(to);
      });
    },
    removeEmptyFolder: async (folder, options) => act(folder, options, async (path) => rmdir(toDiskPath(path))),
    ...(trash === undefined ? {} : trashPowers(trash)),
    hashes: async (file, options) => act(file, options, async (path) => hashFile(path, options?.signal)),
    facts: async (location, options) => act(location, options, factsOf),
    watch: (folder, onChange) => watchFolder(pathOf(folder), onChange),
    discardPartial: async (file, tag) => {
      const { path, folder, name } = targetOf(file);
      await onDisk(path, async () => discardKept(folder, name, tag));
    },
  };
}

function trashPowers(trash: TrashOptions): Required<Pick<FileStore, 'trash' | 'restore'>> {
  return {
    trash: async (location, options) => {
      const path = pathOf(location);
      options?.signal?.throwIfAborted();
      return localLocation(await onDisk(path, async () => putInTrash(path, options?.seen, trash)));
    },
    restore: async (trashed, to, options) => {
      const [from, path] = [pathOf(trashed), pathOf(to)];
      options?.signal?.throwIfAborted();
      await onDisk(path, async () => takeFromTrash(from, path));
      return onDisk(path, async () => readEntry(path, nameOf(to)));
    },
  };
}

/** The absolute path of a place on this machine. @throws AppError `invalid-name`, `unsupported` for a cloud's */
function pathOf(location: Location): string {
  if (location.side !== 'local') throw new AppError('unsupported', 'This place is not on this machine');
  checkLocation(location);
  return location.path;
}

function targetOf(file: Location): WriteTarget {
  const path = pathOf(file);
  if (path === '/') throw new AppError('not-a-file', 'The top folder is not a file', { path });
  return { path, name: nameOf(file), folder: path.slice(0, path.lastIndexOf('/')) || '/' };
}

async function readFile(path: string, options: ReadOptions): Promise<ReadResult> {
  const isSmall = (options.seen?.size ?? Infinity) <= SMALL && options.from === undefined && options.to === undefined;
  const small = isSmall ? readSmall(path) : null;
  const state = small ?? (await lookAtFile(path));
  const { size, modifiedAt, mode } = state;
  const whole = small?.bytes ?? undefined;
  const body = whole === undefined ? readBytes(path, state, options) : inOnePiece(whole);
  return { size, modifiedAt, hash: null, mode, body, whole };
}

async function hashFile(path: string, signal?: AbortSignal) {
  const hash = createContentHash();
  for await (const chunk of readBytes(path, await lookAtFile(path), { signal })) hash.update(chunk);
  const { hash: plain, magicHash } = hash.digest();
  return { hash: plain, magicHash };
}

/** Makes it and the missing ones above it; a link that leads to a folder is one. */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeFolders(path);
  } catch (error) {
    if (diskCode(error) !== 'EEXIST') throw error;
    throw new AppError('not-a-folder', 'A file of that name is there', { path });
  }
}
