import { closeSync, constants, fsync, open as openCallback } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SmallCache } from './small-cache.ts';
import type { VerifiedSet } from './verified.ts';

export interface DiskLayout {
  readonly folder: string;
  /** Where uploads are written before they have a name; on the same file system, so that a rename is enough. */
  readonly incoming: string;
  readonly verified: VerifiedSet;
  readonly small: SmallCache;
}

const HASH = /^sha1:([0-9a-f]{2})([0-9a-f]{38})$/;
const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY;

const openDescriptor = promisify(openCallback);
const syncDescriptor = promisify(fsync);

/** The file of a hash. Anything else than a hash is a bug: no path of a client ever comes here. */
export function blobPath(folder: string, hash: string): string {
  const match = HASH.exec(hash);
  if (match?.[1] === undefined) throw new Error('not a content hash');
  return join(folder, match[1], hash.slice('sha1:'.length));
}

/** Puts the names in a directory on the disk: without it a rename may be lost in a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same by plain descriptors, at a third of the cost. */
export async function syncDirectoryFast(directory: string): Promise<void> {
  const descriptor = await openDescriptor(directory, DIRECTORY);
  try {
    await syncDescriptor(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
