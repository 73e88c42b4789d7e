import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { isAppError } from '../../domain/app-error.ts';
import type { ContentSource, WriteOptions } from '../../domain/file-store.ts';
import type { Aside } from './aside.ts';
import { diskCode } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';
import { partialName } from './partial-name.ts';

const CHUNK = 1024 * 1024;
/** Milliseconds without a write after which a part counts as left over, not as someone's present work. */
const AT_REST = 5000;

/** A part that may outlive its write: it bears the hash of its content, so that it can go on under the same content alone. */
export interface Kept extends Aside {
  /** Bytes that were there already. */
  readonly size: number;
  /** The hash, fed with these bytes. */
  readonly hash: Hash;
  /** Whether this failure leaves a part that a later try can go on with. */
  isWorthKeeping(error: unknown): boolean;
  /** Closes it and marks it as at rest. */
  keep(): Promise<void>;
}

/** Where a part of this file and content is kept. */
export function keptPath(folder: string, name: string, expectedHash: string): string {
  const tag = expectedHash.replace('sha1:', '').slice(0, 16);
  return `${folder === '/' ? '' : folder}/${partialName(name, tag)}`;
}

/**
 * Opens the part kept of this content, or begins one; null where none may be kept, or where another program seems to be
 * writing it.
 */
export async function openKept(
  target: { readonly folder: string; readonly name: string },
  source: ContentSource,
  options: WriteOptions,
  mode: number,
): Promise<Kept | null> {
  const { expectedHash } = source;
  if (options.keepPartial !== true || expectedHash === undefined || source.openAt === undefined) return null;
  const path = keptPath(target.folder, target.name, expectedHash);
  const opened = await openOrMake(path, mode);
  if (opened === null) return null;
  try {
    const hash = createHash('sha1');
    const size = opened.isNew ? 0 : await hashPart(opened.handle, hash, source.size, options.signal);
    if (size > 0) options.onProgress?.(size);
    return { path, handle: opened.handle, size, hash, isWorthKeeping, keep: async () => rest(opened.handle) };
  } catch (error) {
    await opened.handle.close();
    throw error;
  }
}

/** Removes what was kept; nothing there is no error. */
export async function discardKept(folder: string, name: string, expectedHash: string): Promise<void> {
  await unlink(toDiskPath(keptPath(folder, name, expectedHash))).catch((error: unknown) => {
    if (diskCode(error) !== 'ENOENT') throw error;
  });
}

async function openOrMake(path: string, mode: number): Promise<{ handle: FileHandle; isNew: boolean } | null> {
  try {
    return { handle: await open(toDiskPath(path), 'wx+', mode), isNew: true };
  } catch (error) {
    if (diskCode(error) !== 'EEXIST') throw error;
  }
  // Not through a link, should someone have put one there.
  const handle = await open(toDiskPath(path), constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const stats = await handle.stat();
  if (stats.isFile() && Date.now() - stats.mtimeMs > AT_REST) return { handle, isNew: false };
  await handle.close();
  return null;
}

/** Hashes the bytes that are there; answers how many. A part longer than the whole is begun anew. */
async function hashPart(handle: FileHandle, hash: Hash, whole: number | null, signal?: AbortSignal): Promise<number> {
  const { size } = await handle.stat();
  if (whole !== null && size > whole) {
    await handle.truncate(0);
    return 0;
  }
  const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, Math.max(1, size)));
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

async function rest(handle: FileHandle): Promise<void> {
  const before = new Date(Date.now() - 2 * AT_REST);
  await handle.utimes(before, before).catch(() => undefined);
  await handle.close().catch(() => undefined);
}

/** A part of other content is of no use, and on a full disk it is in the way. */
function isWorthKeeping(error: unknown): boolean {
  return !isAppError(error) || !['integrity', 'changed', 'out-of-space'].includes(error.code);
}
