import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import { createContentHash } from '../../protocol/content-hash.ts';
import type { ContentDigest } from '../../protocol/content-hash.ts';
import type { ReceivedBlob, ReceiveOptions } from './blobs.ts';
import { blobPath, syncDirectory } from './disk-layout.ts';
import type { DiskLayout } from './disk-layout.ts';

/** Writes the source to a temporary file, hashes it on the way and puts it on the disk. */
export async function receiveOnDisk(
  layout: DiskLayout,
  source: AsyncIterable<Uint8Array>,
  options: ReceiveOptions,
): Promise<ReceivedBlob> {
  const temporary = join(layout.incoming, randomUUID());
  const drop = () => rm(temporary, { force: true });
  try {
    const file = await open(temporary, 'wx', 0o600);
    let digest: ContentDigest;
    try {
      digest = await writeAll(file, source, options);
      await file.datasync();
    } finally {
      await file.close();
    }
    return { ...digest, drop, keep: () => keep(layout, temporary, digest.hash) };
  } catch (error) {
    await drop();
    throw translateDiskError(error);
  }
}

async function writeAll(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  { limit }: ReceiveOptions,
): Promise<ContentDigest> {
  const hash = createContentHash();
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > limit)
      throw new AppError('out-of-space', `Upload will exceed quota (needed size ${size}, free bytes ${limit}).`);
    // The chunk is hashed while the disk takes it.
    const written = writeChunk(file, chunk);
    hash.update(chunk);
    await written;
  }
  return hash.digest();
}

async function writeChunk(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, offset);
    offset += bytesWritten;
  }
}

/** Renaming over content of the same hash also mends a damaged one. */
async function keep({ folder, verified }: DiskLayout, temporary: string, hash: string): Promise<void> {
  const target = blobPath(folder, hash);
  const directory = dirname(target);
  try {
    const made = await mkdir(directory, { recursive: true, mode: 0o700 });
    await rename(temporary, target);
    await syncDirectory(directory);
    if (made !== undefined) await syncDirectory(folder);
    verified.add(hash, await stat(target, { bigint: true }));
  } catch (error) {
    throw translateDiskError(error);
  }
}

function translateDiskError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('out-of-space', 'The server has no space left.', { cause: error });
  return error;
}
