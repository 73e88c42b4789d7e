import { lstatSync, statSync, type Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import type { Entry, EntryKind } from '../../domain/entry.ts';
import { diskCode } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';

/** One place on disk as an entry; a link is shown as a link, with size and time of the file it leads to. */
export async function readEntry(path: string, name: string): Promise<Entry> {
  const diskPath = toDiskPath(path);
  const stats = await lstat(diskPath);
  if (!stats.isSymbolicLink()) return toEntry(name, stats);
  return toLinkEntry(name, stats, await stat(diskPath).catch(() => null));
}

/** The same without leaving the thread; null when it went away since its name was read. */
export function readEntrySync(path: string, name: string): Entry | null {
  const diskPath = toDiskPath(path);
  try {
    const stats = lstatSync(diskPath);
    if (!stats.isSymbolicLink()) return toEntry(name, stats);
    return toLinkEntry(name, stats, statSync(diskPath, { throwIfNoEntry: false }) ?? null);
  } catch (error) {
    return lostEntry(error, name);
  }
}

/** What to show for a name whose details the disk withholds; null when there is nothing under it any more. */
export function lostEntry(error: unknown, name: string): Entry | null {
  if (diskCode(error) === 'ENOENT' || diskCode(error) === null) return null;
  return { ...EMPTY, name, kind: 'other', identity: 'unreadable' };
}

/** What was seen, in one string; for a folder only which folder it is, since what lies in it may come and go. */
export function identityOf(stats: Stats): string {
  if (stats.isDirectory()) return `${stats.dev}:${stats.ino}:${stats.birthtimeMs}`;
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

const EMPTY = { size: null, modifiedAt: null, hash: null, publicUrl: null } as const;

function toEntry(name: string, stats: Stats): Entry {
  const kind = kindOf(stats);
  return {
    name,
    kind,
    size: kind === 'file' ? stats.size : null,
    modifiedAt: stats.mtimeMs,
    hash: null,
    publicUrl: null,
    identity: identityOf(stats),
  };
}

function toLinkEntry(name: string, stats: Stats, end: Stats | null): Entry {
  return {
    ...toEntry(name, stats),
    ...(end?.isFile() === true ? { size: end.size, modifiedAt: end.mtimeMs } : {}),
    ...(end?.isDirectory() === true ? { leadsToFolder: true } : {}),
  };
}

function kindOf(stats: Stats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}
