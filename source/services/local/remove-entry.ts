import { lstat, opendir, rmdir, unlink } from 'node:fs/promises';
import { diskCode } from './disk-error.ts';
import { fromLatin1, toDiskPath } from './disk-path.ts';
import { checkSeen } from './move-entry.ts';

export interface RemoveOptions {
  readonly seen?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Removes a file, a link itself, or a folder with all below it; errors of the disk come as they are. */
export async function removeEntry(path: string, { seen, signal }: RemoveOptions): Promise<void> {
  const stats = await lstat(toDiskPath(path));
  checkSeen(path, stats, seen);
  if (stats.isDirectory()) await removeFolder(path, signal);
  else await unlink(toDiskPath(path));
}

async function removeFolder(path: string, signal?: AbortSignal): Promise<void> {
  const folder = await opendir(toDiskPath(path), { encoding: 'latin1' });
  for await (const found of folder) {
    signal?.throwIfAborted();
    const inner = `${path}/${fromLatin1(found.name)}`;
    // By what stands there now, never by following a link.
    await unlessGone(found.isDirectory() ? removeFolder(inner, signal) : unlink(toDiskPath(inner)));
  }
  await rmdir(toDiskPath(path));
}

/** What another hand removed first is what was wanted. */
async function unlessGone(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (diskCode(error) !== 'ENOENT') throw error;
  }
}
