import { chmod, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, isAppError } from '../domain/app-error.ts';
import { fromDiskError } from './local/disk-error.ts';
import { makeFolders } from './local/make-folders.ts';

const OWN_FOLDERS =
  'u1file keeps its own files there; XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME name other places';

/**
 * Makes a folder of the program's own that nobody else may enter, and the missing ones above it. One that is there is closed
 * to others. @throws AppError in words for what the disk refuses
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder, 0o700);
    await chmod(folder, 0o700);
  } catch (error) {
    const known = fromDiskError(error, folder);
    if (!isAppError(known)) throw error;
    throw new AppError(known.code, known.message, { path: folder, cause: error, hint: known.hint ?? OWN_FOLDERS });
  }
}

/**
 * Writes a file that nobody else may read: aside, synced to disk, then renamed, so that at any moment the whole old or the
 * whole new text is there. The folder must exist.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const aside = `${path}.${globalThis.crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    const handle = await open(aside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, path);
  } catch (error) {
    await unlink(aside).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
