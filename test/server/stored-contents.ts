import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blobPath } from '../../source/server/blobs/disk-layout.ts';

/** The contents of a cloud behind the back of its server, wherever they are kept. */
export interface StoredContents {
  /** Puts other bytes where this content is, or would be. */
  overwrite(hash: string, bytes: string | Uint8Array): Promise<void>;
  remove(hash: string): Promise<void>;
  /** How many uploads are under way or were left behind. */
  unfinished(): Promise<number>;
  /** Leaves behind what an upload does that breaks off. */
  leaveUnfinished(): Promise<void>;
  close(): void;
}

export function contentsOnDisk(dataDir: string): StoredContents {
  const folder = join(dataDir, 'blobs');
  const incoming = join(folder, 'incoming');
  return {
    overwrite: async (hash, bytes) => {
      const path = blobPath(folder, hash);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, bytes);
    },
    remove: (hash) => rm(blobPath(folder, hash)),
    unfinished: async () => (await readdir(incoming)).length,
    leaveUnfinished: () => writeFile(join(incoming, 'left'), 'x'),
    close: () => {},
  };
}
