import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { blobPath } from './disk-layout.ts';
import type { DiskLayout } from './disk-layout.ts';

const CHUNK = 1024 * 1024;

/** Opens a blob whose bytes are what they were when it was stored; the caller closes it. */
export async function openChecked(
  { folder, verified }: DiskLayout,
  hash: string,
): Promise<{ file: FileHandle; size: number }> {
  const file = await openBlob(folder, hash);
  try {
    const stats = await file.stat({ bigint: true });
    if (!verified.has(hash, stats)) {
      await check(file, hash);
      verified.add(hash, stats);
    }
    return { file, size: Number(stats.size) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openBlob(folder: string, hash: string): Promise<FileHandle> {
  try {
    return await open(blobPath(folder, hash), constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw new Error(`the content ${hash} can not be opened`, { cause: error });
  }
}

async function check(file: FileHandle, hash: string): Promise<void> {
  // The magic hash is not needed for it, and would take as long again.
  const counted = createHash('sha1');
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, position);
    if (bytesRead === 0) break;
    counted.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
  const found = `sha1:${counted.digest('hex')}`;
  if (found !== hash) throw new Error(`the content ${hash} is damaged: its bytes have the hash ${found}`);
}
