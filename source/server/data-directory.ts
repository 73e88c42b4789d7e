import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from './blobs/blobs.ts';
import type { VerifiedCells } from './blobs/verified.ts';
import { openDiskBlobs } from './blobs/disk.ts';
import { refuseUnfinished } from './metadata/marks.ts';
import type { Metadata } from './metadata/metadata.ts';
import { openSqlite } from './metadata/sqlite/open.ts';
import type { SqliteOptions } from './metadata/sqlite/open.ts';
import { DATABASE } from './database-file.ts';
import { inWords, makePrivateFolder } from './private-folder.ts';

export const BLOBS = 'blobs';

/** Everything a server keeps. */
export interface Stores {
  readonly metadata: Metadata;
  readonly blobs: Blobs;
  close(): Promise<void>;
}

/**
 * Opens a data folder and makes it where it is not there: `u1file.sqlite` and `blobs/`, for this user's eyes alone.
 * Several processes may have it open at once. Rejects with `busy` where a move has not brought all of the data here yet.
 */
export async function openDataDirectory(
  folder: string,
  options: Omit<SqliteOptions, 'file'> & { readonly verified?: VerifiedCells } = {},
): Promise<Stores> {
  const metadata = await openNearMetadata(folder, options);
  await refuseUnfinished(metadata);
  const blobs = await openNearBlobs(folder, options.verified);
  return { metadata, blobs, close: () => metadata.close() };
}

export async function openNearMetadata(
  folder: string,
  { now = Date.now, turns }: Omit<SqliteOptions, 'file'> = {},
): Promise<Metadata> {
  await makePrivateFolder(folder);
  const file = join(folder, DATABASE);
  await inWords(folder, async () => touchPrivately(file));
  return openSqlite({ file, now, turns });
}

export async function openNearBlobs(folder: string, verified?: VerifiedCells): Promise<Blobs> {
  return await openDiskBlobs(join(folder, BLOBS), verified);
}

/** SQLite gives its other files the mode of the first. */
async function touchPrivately(file: string): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  await handle.close();
}
