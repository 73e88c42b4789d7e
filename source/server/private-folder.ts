import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../domain/app-error.ts';
import type { ErrorCode } from '../domain/app-error.ts';

const FAULTS: ReadonlyMap<unknown, readonly [code: ErrorCode, words: string]> = new Map([
  ['EACCES', ['permission-denied', 'permission is denied']],
  ['EPERM', ['permission-denied', 'permission is denied']],
  ['EROFS', ['permission-denied', 'the disk is read-only']],
  ['ENOENT', ['unsupported', 'nothing can be made there']],
  ['ENOTDIR', ['not-a-folder', 'a file stands in the way']],
  ['EEXIST', ['not-a-folder', 'a file stands in the way']],
  ['ENOSPC', ['out-of-space', 'the disk is full']],
  ['EDQUOT', ['out-of-space', 'the disk is full']],
]);

/**
 * Makes a folder for this user's eyes alone, and those above it that are missing. Node's recursive form never ends where a
 * file system says that the folder above is missing though it is there, as /proc does.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  await inWords(path, async () => makeFolder(path));
}

/** Runs what makes files in a folder, and tells in words why that can not be. */
export async function inWords<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const fault = FAULTS.get(error instanceof Error && 'code' in error ? error.code : null);
    if (fault === undefined) throw error;
    const hint = 'Name another folder, or make this one writable for this user';
    throw new AppError(fault[0], `Nothing can be kept in ${folder}: ${fault[1]}.`, { hint, cause: error });
  }
}

async function makeFolder(path: string): Promise<void> {
  const missing = await tryToMake(path);
  if (missing === null) return;
  if (dirname(path) === path) throw missing;
  await makeFolder(dirname(path));
  const stillMissing = await tryToMake(path);
  if (stillMissing !== null) throw stillMissing;
}

/** Null when it is there now, else the error that says that the folder above is missing. */
async function tryToMake(path: string): Promise<Error | null> {
  try {
    await mkdir(path, { mode: 0o700 });
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'ENOENT') return error;
    if (error.code === 'EEXIST' && (await stat(path)).isDirectory()) return null;
    throw error;
  }
}
