import { opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobEntry } from './blobs.ts';

/** Every file that is named as a hash; unfinished uploads are none. */
export async function* listDisk(folder: string): AsyncGenerator<BlobEntry> {
  for await (const group of await opendir(folder)) {
    if (!group.isDirectory() || !/^[0-9a-f]{2}$/.test(group.name)) continue;
    for await (const file of await opendir(join(folder, group.name))) {
      if (!/^[0-9a-f]{40}$/.test(file.name)) continue;
      const found = await statOrNull(join(folder, group.name, file.name));
      if (found !== null) yield { hash: `sha1:${file.name}`, size: found.size, storedAt: found.mtimeMs };
    }
  }
}

/** Bytes of a file; null when it is not there. */
export async function sizeOnDisk(path: string): Promise<number | null> {
  return (await statOrNull(path))?.size ?? null;
}

/** Removes the files of a folder that nobody has written to since; answers how many. */
export async function removeOlder(folder: string, before: number): Promise<number> {
  let removed = 0;
  for await (const { name } of await opendir(folder)) {
    const found = await statOrNull(join(folder, name));
    if (found === null || found.mtimeMs >= before) continue;
    await rm(join(folder, name), { force: true });
    removed += 1;
  }
  return removed;
}

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    // Not there, or gone between the listing and the look.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
