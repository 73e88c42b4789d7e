import type { Stats } from 'node:fs';
import { lstat, mkdir, rename, rmdir, unlink } from 'node:fs/promises';
import { AppError } from '../../domain/app-error.ts';
import { renameExclusively } from './commit-aside.ts';
import { identityOf } from './disk-entry.ts';
import { diskCode } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';

export interface MoveOptions {
  readonly seen?: string | undefined;
  readonly replace?: boolean | undefined;
}

/** Renames within one disk and never over anything that was not meant; errors of the disk come as they are. */
export async function moveEntry(from: string, to: string, options: MoveOptions): Promise<void> {
  const source = await lstat(toDiskPath(from));
  checkSeen(from, source, options.seen);
  if (from === to) return;
  if (to.startsWith(`${from}/`)) throw new AppError('usage', 'A folder cannot go into itself', { path: to });
  const standing = await lookAt(to);
  if (standing === null) return source.isDirectory() ? moveFolder(from, to) : renameExclusively(from, to);
  if (isSameFile(source, standing)) return renameTwin(from, to, source);
  if (options.replace !== true || standing.isDirectory() || source.isDirectory()) {
    throw new AppError('name-taken', 'The name is taken', { path: to });
  }
  return rename(toDiskPath(from), toDiskPath(to));
}

/** Rejects with `changed` when this is not what the person saw. */
export function checkSeen(path: string, stats: Stats, seen: string | undefined): void {
  if (seen === undefined || seen === identityOf(stats)) return;
  throw new AppError('changed', 'It changed meanwhile', { path, hint: 'Look at it again first' });
}

/** A folder made exclusively holds the name; renaming goes over an empty folder alone. */
async function moveFolder(from: string, to: string): Promise<void> {
  await mkdir(toDiskPath(to));
  try {
    await rename(toDiskPath(from), toDiskPath(to));
  } catch (error) {
    await rmdir(toDiskPath(to)).catch(() => undefined);
    throw error;
  }
}

/**
 * Two names of one file. Renaming one hard link to the other does nothing by POSIX, so the old name goes by itself; with
 * one link only it is a disk that does not tell the case of letters, where renaming changes the case.
 */
async function renameTwin(from: string, to: string, source: Stats): Promise<void> {
  if (source.nlink > 1 && !source.isDirectory()) await unlink(toDiskPath(from));
  else await rename(toDiskPath(from), toDiskPath(to));
}

function isSameFile(a: Stats, b: Stats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await lstat(toDiskPath(path));
  } catch (error) {
    if (diskCode(error) === 'ENOENT') return null;
    throw error;
  }
}
