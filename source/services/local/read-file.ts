import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { AppError } from '../../domain/app-error.ts';
import type { ReadOptions } from '../../domain/file-store.ts';
import { fromDiskError, onDisk } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';

const CHUNK = 1024 * 1024;
/** Buffers in turn: one being filled, one with the reader, and room for a reader that keeps up to three behind. */
const RING = 5;

/** What must be the same for the content to count as the same. */
export interface FileState {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly modifiedAt: number;
}

/**
 * How the file stands now, following links.
 * @throws AppError `not-found`, `not-a-file` (a folder, a pipe, a device), `permission-denied`
 */
export async function lookAtFile(path: string): Promise<LookedAt> {
  return lookedAt(path, await onDisk(path, async () => stat(toDiskPath(path))));
}

export interface LookedAt extends FileState {
  /** Permission bits. */
  readonly mode: number;
}

/** What is to be known of a file before it is read. @throws AppError `not-a-file` */
export function lookedAt(path: string, stats: Stats): LookedAt {
  if (!stats.isFile()) throw new AppError('not-a-file', 'It is not a file', { path });
  return { ...toFileState(stats), mode: stats.mode & 0o777 };
}

/**
 * The bytes of a file from `from` to `to` inclusive (to its end by default), in chunks of 1 MiB that are reused in turn.
 * @throws AppError `changed` when the file is not as `expected`, before the first byte or after the last
 */
export async function* readBytes(path: string, expected: FileState, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const { signal, from = 0 } = options;
  signal?.throwIfAborted();
  const end = Math.min(options.to ?? Infinity, expected.size - 1) + 1;
  // Without waiting: should a pipe have taken the file's place, opening it would never end.
  const handle = await onDisk(path, async () => open(toDiskPath(path), constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    await checkSame(handle, path, expected);
    yield* pour(handle, path, { from, end, signal });
    await checkSame(handle, path, expected);
  } finally {
    await handle.close();
  }
}

interface Span {
  readonly from: number;
  readonly end: number;
  readonly signal: AbortSignal | undefined;
}

/** Reads ahead by one chunk while the reader works on the one before. */
async function* pour(handle: FileHandle, path: string, { from, end, signal }: Span): AsyncGenerator<Uint8Array> {
  const ring: Buffer[] = [];
  let turn = 0;
  const readNext = async (at: number): Promise<Buffer> => {
    const length = Math.min(CHUNK, end - at);
    if (length <= 0) return Buffer.alloc(0);
    const buffer = (ring[turn % RING] ??= Buffer.allocUnsafeSlow(length));
    turn += 1;
    return fill(handle, buffer.subarray(0, length), at);
  };
  let next = readNext(from);
  try {
    for (let at = from; at < end;) {
      const chunk = await next;
      signal?.throwIfAborted();
      if (chunk.length === 0) throw changed(path);
      at += chunk.length;
      next = readNext(at);
      yield chunk;
    }
  } catch (error) {
    throw fromDiskError(error, path);
  } finally {
    // The handle may only be closed once nothing reads from it.
    await next.catch(() => undefined);
  }
}

/** Reads until the buffer is full or the file ends: a short chunk before the end would let the ring overtake a reader. */
async function fill(handle: FileHandle, buffer: Buffer, at: number): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function checkSame(handle: FileHandle, path: string, expected: FileState): Promise<void> {
  const stats = await handle.stat();
  // No name left means that it was removed, or that another file took its place.
  if (stats.nlink === 0 || !isSameState(toFileState(stats), expected)) throw changed(path);
}

/** What tells one state of a file from another: which file it is, its size in bytes, its time in milliseconds. */
export function toFileState(stats: Stats): FileState {
  return { device: stats.dev, inode: stats.ino, size: stats.size, modifiedAt: stats.mtimeMs };
}

/** Whether it is still the same file, and untouched. */
export function isSameState(a: FileState, b: FileState): boolean {
  return a.device === b.device && a.inode === b.inode && a.size === b.size && a.modifiedAt === b.modifiedAt;
}

/** The error of a file that changed under its reader; code `changed`. */
export function changed(path: string): AppError {
  return new AppError('changed', 'The file changed while it was read', { path, hint: 'Try again when it is at rest' });
}
