import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import type { ReceivedBlob, ReceiveOptions } from './blobs.ts';
import { blobPath, syncDirectory } from './disk-layout.ts';
import type { DiskLayout } from './disk-layout.ts';
import { release } from './release.ts';
import { keepSmall } from './disk-small.ts';
import { createIntake } from './intake.ts';
import type { Intake } from './intake.ts';

/** Bytes that are written at a time. */
const PIECE = 256 * 1024;

/**
 * Takes the source, hashing on the way: what is small stays in memory until it is kept, the rest goes to a temporary file
 * and on the disk.
 */
export async function receiveOnDisk(
  layout: DiskLayout,
  source: AsyncIterable<Uint8Array>,
  options: ReceiveOptions,
): Promise<ReceivedBlob> {
  const intake = createIntake(source, options);
  const content = await intake.takeSmall();
  if (content === null) return await receiveBig(layout, intake, options);
  const digest = intake.digest();
  return { ...digest, drop: async () => {}, keep: () => translated(keepSmall(layout, digest.hash, content)) };
}

async function receiveBig(
  layout: DiskLayout,
  intake: Intake,
  { mayRelease = false }: ReceiveOptions,
): Promise<ReceivedBlob> {
  const temporary = join(layout.incoming, randomUUID());
  const drop = () => rm(temporary, { force: true });
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await writeAll(file, intake.rest(), mayRelease);
      await file.datasync();
    } finally {
      await file.close();
    }
    const digest = intake.digest();
    return { ...digest, drop, keep: () => translated(keep(layout, temporary, digest.hash)) };
  } catch (error) {
    await drop();
    throw translateDiskError(error);
  }
}

/** Writes in big pieces, each while the next is received and hashed. */
async function writeAll(file: FileHandle, chunks: AsyncIterable<Uint8Array>, mayRelease: boolean): Promise<void> {
  let piece: Uint8Array[] = [];
  let bytes = 0;
  let writing = Promise.resolve();
  for await (const chunk of chunks) {
    piece.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < PIECE) continue;
    await writing;
    writing = writePiece(file, piece, mayRelease);
    // It is awaited with the next piece; until then its failure shall not count as unheard.
    writing.catch(() => {});
    [piece, bytes] = [[], 0];
  }
  await writing;
  await writePiece(file, piece, mayRelease);
}

async function writePiece(file: FileHandle, piece: Uint8Array[], mayRelease: boolean): Promise<void> {
  const total = piece.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  const { bytesWritten } = piece.length === 0 ? { bytesWritten: 0 } : await file.writev(piece);
  // A disk that is nearly full takes a part; what it says to the rest is what counts.
  if (bytesWritten < total) await file.write(Buffer.concat(piece).subarray(bytesWritten));
  if (mayRelease) for (const chunk of piece) release(chunk);
}

/** Renaming over content of the same hash also mends a damaged one. */
async function keep({ folder, verified }: DiskLayout, temporary: string, hash: string): Promise<void> {
  const target = blobPath(folder, hash);
  const directory = dirname(target);
  const made = await mkdir(directory, { recursive: true, mode: 0o700 });
  await rename(temporary, target);
  await syncDirectory(directory);
  if (made !== undefined) await syncDirectory(folder);
  verified.add(hash, await stat(target, { bigint: true }));
}

async function translated(act: Promise<void>): Promise<void> {
  try {
    await act;
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
