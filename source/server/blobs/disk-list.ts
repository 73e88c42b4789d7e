import { opendir, stat } from 'node:fs/promises';
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

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch {
    // Gone between the listing and the look.
    return null;
  }
}
