import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  futimesSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { asidePath } from './aside.ts';
import { hasNoLinks, renameExclusively } from './commit-aside.ts';
import { toDiskPath } from './disk-path.ts';
import type { DiskSync } from './disk-sync.ts';
import { keptPath } from './kept-partial.ts';
import { changed, isSameState, lookedAt, toFileState, type FileState, type LookedAt } from './read-file.ts';
import { checkHash, checkTaken, hasOwnMode, isOfNoBits, modeFor, wrongSize, type Write } from './write-checks.ts';

/** Bytes up to which a file is read and written on the thread itself: asking the pool for each step takes far longer. */
export const SMALL = 64 * 1024;

/** How a file stands, and its bytes where they are few. */
export interface SmallRead extends LookedAt {
  /** Null for a file that is larger than that. */
  readonly bytes: Buffer | null;
}

/** The bytes of a small file, as `readBytes` gives those of a large one. Errors of the disk come as they are. */
export function readSmall(path: string): SmallRead {
  const file = openSync(toDiskPath(path), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const before = lookedAt(path, fstatSync(file));
    return { ...before, bytes: before.size > SMALL ? null : readAll(file, path, before) };
  } finally {
    closeSync(file);
  }
}

function readAll(file: number, path: string, before: FileState): Buffer {
  const buffer = Buffer.allocUnsafe(before.size);
  let filled = 0;
  for (let count = 1; filled < buffer.length && count > 0; filled += count) {
    count = readSync(file, buffer, filled, buffer.length - filled, filled);
  }
  const stats = fstatSync(file);
  if (filled < buffer.length || stats.nlink === 0 || !isSameState(toFileState(stats), before)) throw changed(path);
  return buffer;
}

/** Writes a small file as `writeFile` does a large one; nothing is on disk before all of it is here. */
export async function writeSmall(write: Write, disk: DiskSync): Promise<void> {
  const { target, options } = write;
  const content = await gather(write);
  const aside =
    options.partial === undefined
      ? asidePath(target.folder, target.name)
      : keptPath(target.folder, target.name, options.partial.tag);
  try {
    await fill(aside, content, write, disk);
    options.signal?.throwIfAborted();
    await commit(aside, write);
  } catch (error) {
    removeQuietly(aside);
    throw error;
  }
}

async function gather(write: Write): Promise<Uint8Array> {
  const { source, options, target } = write;
  const expected = source.checksItself === true ? null : (source.expectedHash ?? null);
  const whole = (await source.whole?.(options.signal)) ?? null;
  if (whole !== null) return takeWhole(write, whole, expected);
  const hash = expected === null ? null : createHash('sha1');
  const content = Buffer.allocUnsafe(source.size ?? 0);
  let size = 0;
  for await (const chunk of source.open(options.signal)) {
    options.signal?.throwIfAborted();
    if (size + chunk.length > content.length) throw wrongSize(target.path, content.length, size + chunk.length);
    content.set(chunk, size);
    size += chunk.length;
    hash?.update(chunk);
    options.onProgress?.(chunk.length);
  }
  options.signal?.throwIfAborted();
  if (size !== content.length) throw wrongSize(target.path, content.length, size);
  checkHash(target.path, hash, expected);
  return content;
}

function takeWhole({ source, options, target }: Write, bytes: Uint8Array, expected: string | null): Uint8Array {
  options.signal?.throwIfAborted();
  if (bytes.length !== source.size) throw wrongSize(target.path, source.size ?? 0, bytes.length);
  checkHash(target.path, expected === null ? null : createHash('sha1').update(bytes), expected);
  options.onProgress?.(bytes.length);
  return bytes;
}

/** Only the wait for the disk may be off the thread. */
async function fill(aside: string, content: Uint8Array, write: Write, disk: DiskSync): Promise<void> {
  const { source } = write;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  const file = openSync(toDiskPath(aside), flags, modeFor(write));
  try {
    for (let at = 0; at < content.length;) at += writeSync(file, content, at, content.length - at, at);
    if (source.modifiedAt !== null) futimesSync(file, new Date(), new Date(source.modifiedAt));
    if (hasOwnMode(write)) keepMode(file, modeFor(write));
    await disk.file(file);
  } finally {
    closeSync(file);
  }
}

async function commit(aside: string, { target, options }: Write): Promise<void> {
  const [from, to] = [toDiskPath(aside), toDiskPath(target.path)];
  if (options.taken !== 'refuse') {
    checkTaken(target.path, lstatSync(to, { throwIfNoEntry: false }) ?? null, options.taken);
    renameSync(from, to);
    return;
  }
  try {
    linkSync(from, to);
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    await renameExclusively(aside, target.path);
    return;
  }
  unlinkSync(from);
}

function keepMode(file: number, mode: number): void {
  try {
    fchmodSync(file, mode);
  } catch (error) {
    if (!isOfNoBits(error)) throw error;
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(toDiskPath(path));
  } catch {
    // It was never made, or it is gone: that is what is wanted.
  }
}
