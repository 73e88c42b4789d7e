import { createHash, type Hash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { AppError } from '../../domain/app-error.ts';
import type { ContentSource, WriteOptions } from '../../domain/file-store.ts';
import { BlockWriter, dropAside, openAside, type Aside } from './aside.ts';
import { commitAside } from './commit-aside.ts';
import { identityOf } from './disk-entry.ts';
import { diskCode, onDisk } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';
import type { FolderSync } from './folder-sync.ts';
import { openKept, type Kept } from './kept-partial.ts';

/** Where a file is written to. */
export interface WriteTarget {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
}

/**
 * Writes a whole file: into a partial file beside the target, checked by size and hash, synced, and only then under its
 * name. Whatever goes wrong leaves the target as it was.
 */
export async function writeFile(
  target: WriteTarget,
  source: ContentSource,
  options: WriteOptions,
  folderSync: FolderSync,
): Promise<void> {
  options.signal?.throwIfAborted();
  const standing = await onDisk(target.path, async () => lookAtTarget(target.path));
  checkTaken(target.path, standing, options.taken);
  const mode = modeFor(source, standing);
  const kept = await onDisk(target.path, async () => openKept(target, source, options, mode));
  const aside = kept ?? (await onDisk(target.path, async () => openAside(target.folder, target.name, mode)));
  await onDisk(target.path, async () => fillAndCommit({ target, source, options, aside, kept, standing }));
  await folderSync.sync(target.folder);
}

interface Work {
  readonly target: WriteTarget;
  readonly source: ContentSource;
  readonly options: WriteOptions;
  readonly aside: Aside;
  readonly kept: Kept | null;
  readonly standing: Stats | null;
}

async function fillAndCommit(work: Work): Promise<void> {
  const { target, source, options, aside, kept, standing } = work;
  try {
    await pour(work);
    if (source.modifiedAt !== null) await aside.handle.utimes(new Date(), new Date(source.modifiedAt));
    if (standing !== null || source.mode !== undefined) await keepMode(aside, modeFor(source, standing));
    await aside.handle.sync();
    await aside.handle.close();
    options.signal?.throwIfAborted();
    await commitAside(aside.path, target.path, async () => {
      const now = await lookAtTarget(target.path);
      checkTaken(target.path, now, options.taken);
      return options.taken !== 'refuse';
    });
  } catch (error) {
    if (kept?.staysAfter(error) === true) await aside.handle.close().catch(() => undefined);
    else await dropAside(aside);
    throw error;
  }
}

async function pour({ target, source, options, aside, kept }: Work): Promise<void> {
  const expected = source.expectedHash ?? null;
  const hash = expected === null ? null : (kept?.hash ?? createHash('sha1'));
  const start = kept?.size ?? 0;
  const writer = new BlockWriter(aside.handle, start, source.size);
  let size = start;
  try {
    for await (const chunk of openFrom(source, start, options.signal)) {
      options.signal?.throwIfAborted();
      size += chunk.length;
      if (source.size !== null && size > source.size) throw wrongSize(target.path, source.size, size);
      hash?.update(chunk);
      await writer.push(chunk);
      options.onProgress?.(chunk.length);
    }
    await writer.end();
  } catch (error) {
    // What has arrived may be gone on with.
    if (kept !== null) await writer.end().catch(() => undefined);
    await writer.settle();
    throw error;
  }
  if (source.size !== null && size !== source.size) throw wrongSize(target.path, source.size, size);
  checkHash(target.path, hash, expected);
}

async function* openFrom(source: ContentSource, start: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (start === 0) yield* source.open(signal);
  else if (start !== source.size && source.openAt !== undefined) yield* source.openAt(start, signal);
}

function checkHash(path: string, hash: Hash | null, expected: string | null): void {
  if (hash === null || `sha1:${hash.digest('hex')}` === expected) return;
  throw new AppError('integrity', 'What arrived is not what was sent: its hash is another', { path });
}

function wrongSize(path: string, wanted: number, got: number): AppError {
  const words = got > wanted ? 'More arrived than' : `Only ${got} bytes arrived of`;
  return new AppError('integrity', `${words} ${wanted} bytes`, { path });
}

/** A file that is replaced keeps its bits; a new one gets those of its source, else what the umask leaves. */
function modeFor(source: ContentSource, standing: Stats | null): number {
  if (standing !== null && standing.isFile()) return standing.mode & 0o777;
  return source.mode ?? 0o666;
}

/** Some file systems have no bits to keep. */
async function keepMode(aside: Aside, mode: number): Promise<void> {
  await aside.handle.chmod(mode).catch((error: unknown) => {
    if (diskCode(error) !== 'EPERM' && diskCode(error) !== 'ENOTSUP') throw error;
  });
}

async function lookAtTarget(path: string): Promise<Stats | null> {
  try {
    return await lstat(toDiskPath(path));
  } catch (error) {
    if (diskCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether what stands there allows the write at all. */
function checkTaken(path: string, standing: Stats | null, taken: WriteOptions['taken']): void {
  if (standing?.isDirectory() === true) throw new AppError('not-a-file', 'A folder of that name is there', { path });
  if (typeof taken === 'object' && (standing === null || identityOf(standing) !== taken.seen)) {
    throw new AppError('changed', 'The file there changed meanwhile', { path });
  }
  if (taken === 'refuse' && standing !== null) throw new AppError('name-taken', 'The name is taken', { path });
}
