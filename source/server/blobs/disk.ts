import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../private-folder.ts';
import { probeFolder } from '../probe-folder.ts';
import type { Blobs } from './blobs.ts';
import { listDisk, removeOlder, sizeOnDisk } from './disk-list.ts';
import { openChecked } from './disk-read.ts';
import { blobPath } from './disk-layout.ts';
import { receiveOnDisk } from './disk-receive.ts';
import { readSmall } from './disk-small.ts';
import { createSmallCache } from './small-cache.ts';
import { createVerifiedCells, createVerifiedSet } from './verified.ts';
import type { VerifiedCells } from './verified.ts';

/** Content in files of a folder: `ab/abcdef…` under the hash, unfinished uploads in `incoming/`. Threads share the cells. */
export async function openDiskBlobs(folder: string, cells?: VerifiedCells): Promise<Blobs> {
  const incoming = join(folder, 'incoming');
  await makePrivateFolder(incoming);
  const verified = createVerifiedSet(cells);
  const small = createSmallCache();
  const layout = { folder, incoming, verified, small };
  return {
    receive: (source, options) => receiveOnDisk(layout, source, options),
    read: async (hash, range) => {
      const content = readSmall(layout, hash);
      if (content !== null) return content.subarray(range?.start ?? 0, (range?.end ?? content.byteLength - 1) + 1);
      const { file, size } = await openChecked(layout, hash);
      const { start, end } = range ?? { start: 0, end: size - 1 };
      if (end < start) {
        await file.close();
        return emptyContent();
      }
      return file.createReadStream({ start, end, highWaterMark: 256 * 1024 });
    },
    verify: async (hash) => {
      const { file } = await openChecked({ ...layout, verified: createVerifiedSet(createVerifiedCells(1)) }, hash);
      await file.close();
    },
    list: () => listDisk(folder),
    sizeOf: (hash) => sizeOnDisk(blobPath(folder, hash)),
    removeUnfinished: (before) => removeOlder(incoming, before),
    remove: async (hash) => {
      verified.forget(hash);
      small.forget(hash);
      await rm(blobPath(folder, hash), { force: true });
    },
    probe: () => probeFolder(incoming),
    close: async () => {},
  };
}

async function* emptyContent(): AsyncGenerator<Uint8Array> {
  // No bytes: an empty file.
}
