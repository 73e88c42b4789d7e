import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { toDiskPath } from './disk-path.ts';

/**
 * Makes a folder and those above it that are missing; one that is there, or a link to one, is fine. Rejects with the
 * system's own error. Node's recursive form never ends where a file system says that the folder above is missing though it
 * is there, as /proc does. `mode` is the system's usual one where nothing is said.
 */
export async function makeFolders(folder: string, mode?: number): Promise<void> {
  const path = resolve(folder);
  const missing = await tryToMake(path, mode);
  if (missing === null) return;
  if (dirname(path) === path) throw missing;
  await makeFolders(dirname(path), mode);
  const stillMissing = await tryToMake(path, mode);
  if (stillMissing !== null) throw stillMissing;
}

/** Null when it is there now, else the error that says that the folder above is missing. */
async function tryToMake(path: string, mode?: number): Promise<Error | null> {
  try {
    await mkdir(toDiskPath(path), { mode });
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'ENOENT') return error;
    if (error.code === 'EEXIST' && (await stat(toDiskPath(path))).isDirectory()) return null;
    throw error;
  }
}
