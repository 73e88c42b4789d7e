import { createHash } from 'node:crypto';
import type { ContentSource, WriteOptions } from '../../domain/file-store.ts';
import { BlockWriter, dropAside, openAside, type Aside } from './aside.ts';
import { commitAside } from './commit-aside.ts';
import { onDisk } from './disk-error.ts';
import type { DiskSync } from './disk-sync.ts';
import type { FolderSync } from './folder-sync.ts';
import { openKept, type Kept } from './kept-partial.ts';
import { SMALL, writeSmall } from './small-file.ts';
import {
  checkHash,
  checkTaken,
  hasOwnMode,
  isOfNoBits,
  lookAtTarget,
  modeFor,
  wrongSize,
  type Write,
  type WriteTarget,
} from './write-checks.ts';

/** A write, and what makes it durable. */
export interface WholeWrite {
  readonly target: WriteTarget;
  readonly source: ContentSource;
  readonly options: WriteOptions;
  readonly disk: DiskSync;
  readonly folderSync: FolderSync;
}

/**
 * Writes a whole file: into a partial file beside the target, checked by size and hash, synced, and only then under its
 * name. Whatever goes wrong leaves the target as it was.
 */
export async function writeFile({ target, source, options, disk, folderSync }: WholeWrite): Promise<void> {
  options.signal?.throwIfAborted();
  // Where the name was free a moment ago, the link at the end is look enough.
  const isFree = options.taken === 'refuse' && options.wasFree === true;
  const standing = isFree ? null : await onDisk(target.path, async () => lookAtTarget(target.path));
  checkTaken(target.path, standing, options.taken);
  if (isSmall(source)) {
    await onDisk(target.path, async () => writeSmall({ target, source, options, standing }, disk));
    await folderSync.sync(target.folder);
    return;
  }
  const mode = modeFor({ source, standing });
  const kept = await onDisk(target.path, async () => openKept(target, source, options, mode));
  const aside = kept ?? (await onDisk(target.path, async () => openAside(target.folder, target.name, mode)));
  await onDisk(target.path, async () => fillAndCommit({ target, source, options, aside, kept, standing }));
  await folderSync.sync(target.folder);
}

interface Work extends Write {
  readonly aside: Aside;
  readonly kept: Kept | null;
}

async function fillAndCommit(work: Work): Promise<void> {
  const { target, source, options, aside, kept } = work;
  try {
    await pour(work);
    if (source.modifiedAt !== null) await aside.handle.utimes(new Date(), new Date(source.modifiedAt));
    if (hasOwnMode(work)) await keepMode(aside, modeFor(work));
    await aside.handle.sync();
    await aside.handle.close();
    options.signal?.throwIfAborted();
    await commitAside(aside.path, target.path, async () => {
      if (options.taken === 'refuse') return false;
      checkTaken(target.path, await lookAtTarget(target.path), options.taken);
      return true;
    });
  } catch (error) {
    if (kept?.staysAfter(error) === true) await aside.handle.close().catch(() => undefined);
    else await dropAside(aside);
    throw error;
  }
}

async function pour({ target, source, options, aside, kept }: Work): Promise<void> {
  const start = kept?.size ?? 0;
  const expected = start === 0 && source.checksItself === true ? null : (source.expectedHash ?? null);
  const hash = expected === null ? null : (kept?.hash ?? createHash('sha1'));
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

async function keepMode(aside: Aside, mode: number): Promise<void> {
  await aside.handle.chmod(mode).catch((error: unknown) => {
    if (!isOfNoBits(error)) throw error;
  });
}

function isSmall({ size }: ContentSource): boolean {
  return size !== null && size <= SMALL;
}
