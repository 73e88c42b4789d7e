import {
  existsSync,
  closeSync,
  fdatasync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open as openCallback, rename as renameCallback } from 'node:fs';
import { hash as digest, randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { blobPath, syncDirectoryFast } from './disk-layout.ts';
import type { DiskLayout } from './disk-layout.ts';
import { SMALL } from './small-cache.ts';

// What may wait for the disk (making, syncing and renaming a file) goes through the pool of threads; the rest takes
// microseconds in place and ten times that through the pool. Plain descriptors cost a third of file handles.
const open = promisify(openCallback);
const rename = promisify(renameCallback);
const sync = promisify(fdatasync);

/** Writes a small content aside, puts it on the disk and under its name, in the order that a power cut can not harm. */
export async function keepSmall(layout: DiskLayout, hash: string, content: Buffer): Promise<void> {
  const { folder, incoming, verified, small } = layout;
  const temporary = join(incoming, randomUUID());
  const target = blobPath(folder, hash);
  const directory = dirname(target);
  try {
    await writeDurably(temporary, content);
    if (!existsSync(directory)) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      await syncDirectoryFast(folder);
    }
    await rename(temporary, target);
    await syncDirectoryFast(directory);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  verified.add(hash, statSync(target, { bigint: true }));
  small.add(hash, content);
}

async function writeDurably(file: string, content: Buffer): Promise<void> {
  const descriptor = await open(file, 'wx', 0o600);
  try {
    for (let offset = 0; offset < content.byteLength;) offset += writeSync(descriptor, content, offset);
    await sync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * A small content that is what was stored; null when it is not small. What is at hand is answered only while the file is
 * as it was: a disk that was tampered with is noticed.
 */
export function readSmall({ folder, verified, small }: DiskLayout, hash: string): Buffer | null {
  const path = blobPath(folder, hash);
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined || stats.size > SMALL) return null;
  const known = small.get(hash);
  if (known !== null && verified.has(hash, stats)) return known;
  const content = readWhole(path);
  const found = `sha1:${digest('sha1', content)}`;
  if (found !== hash) throw new Error(`the content ${hash} is damaged: its bytes have the hash ${found}`);
  verified.add(hash, stats);
  small.add(hash, content);
  return content;
}

function readWhole(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const content = Buffer.allocUnsafe(fstatSync(descriptor).size);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < content.byteLength; filled += count)
      count = readSync(descriptor, content, filled, content.byteLength - filled, filled);
    return content.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}
