import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, open, unlink, type FileHandle } from 'node:fs/promises';
import { isAppError } from '../../domain/app-error.ts';
import type { ContentSource, WriteOptions } from '../../domain/file-store.ts';
import type { Aside } from './aside.ts';
import { diskCode } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';
import { partialName } from './partial-name.ts';
import type { WriteTarget } from './write-checks.ts';

const CHUNK = 1024 * 1024;

/** A part that may outlive its write, under a name that a later write with the same tag finds again. */
export interface Kept extends Aside {
  /** Bytes that were there already. */
  readonly size: number;
  /** The hash, fed with these bytes. */
  readonly hash: Hash;
  /** Whether it is to stay after this failure. */
  staysAfter(error: unknown): boolean;
}

/** Where a part of this file is kept. */
export function keptPath(folder: string, name: string, tag: string): string {
  return `${folder === '/' ? '' : folder}/${partialName(name, tag)}`;
}

/** Opens the part that a write with this tag left, or begins one; null where the write has no tag. */
export async function openKept(
  target: WriteTarget,
  source: ContentSource,
  { partial, signal, onProgress }: WriteOptions,
  mode: number,
): Promise<Kept | null> {
  if (partial === undefined) return null;
  const path = keptPath(target.folder, target.name, partial.tag);
  if (partial.startsFromTarget === true) await startFrom(target.path, path);
  // Not through a link, and not waiting for a pipe, should someone have put one there.
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(toDiskPath(path), flags, mode);
  try {
    const canGoOn = source.expectedHash !== undefined && source.openAt !== undefined;
    const hash = createHash('sha1');
    const size = await takeUp(handle, hash, { whole: canGoOn ? source.size : 0, signal });
    if (size > 0) onProgress?.(size);
    const staysAfter = (error: unknown): boolean => partial.keep() && isWorthKeeping(error);
    return { path, handle, size, hash, staysAfter };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Where nothing was kept, a copy of what stands at the target is what arrived; on many disks it shares the blocks. */
async function startFrom(target: string, path: string): Promise<void> {
  const flags = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE;
  await copyFile(toDiskPath(target), toDiskPath(path), flags).catch((error: unknown) => {
    if (diskCode(error) !== 'EEXIST') throw error;
  });
}

/** Removes what was kept; nothing there is no error. */
export async function discardKept(folder: string, name: string, tag: string): Promise<void> {
  await unlink(toDiskPath(keptPath(folder, name, tag))).catch((error: unknown) => {
    if (diskCode(error) !== 'ENOENT') throw error;
  });
}

interface TakeUp {
  /** Bytes of the whole: a part that is longer is none of it. Null when that is not known. */
  readonly whole: number | null;
  readonly signal: AbortSignal | undefined;
}

/** Hashes the bytes that are there; answers how many, after clearing away what cannot be gone on with. */
async function takeUp(handle: FileHandle, hash: Hash, { whole, signal }: TakeUp): Promise<number> {
  const { size } = await handle.stat();
  if (size === 0) return 0;
  if (whole === null || size > whole) {
    await handle.truncate(0);
    return 0;
  }
  const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, size));
  let at = 0;
  while (at < size) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return at;
}

/** A part of other content is of no use, and on a full disk it is in the way. */
function isWorthKeeping(error: unknown): boolean {
  return !isAppError(error) || !['integrity', 'changed', 'out-of-space'].includes(error.code);
}
