import { link, open, rename, unlink } from 'node:fs/promises';
import { diskCode } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';

/**
 * Gives the finished file its name. `mayReplace` looks at the target for the last time and answers whether what stands
 * there may go, or rejects. Where nothing may go, a link does it: the kernel refuses it when the name is taken, also by
 * someone who came in this very moment.
 */
export async function commitAside(aside: string, target: string, mayReplace: () => Promise<boolean>): Promise<void> {
  if (await mayReplace()) {
    await rename(toDiskPath(aside), toDiskPath(target));
    return;
  }
  await renameExclusively(aside, target);
}

/** Renames a file or link unless the new name is taken (EEXIST), with no moment between the look and the deed. */
export async function renameExclusively(from: string, to: string): Promise<void> {
  try {
    await link(toDiskPath(from), toDiskPath(to));
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    await renameOverReserved(from, to);
    return;
  }
  await unlink(toDiskPath(from));
}

/** FAT, exFAT and some network disks have no hard links: an empty file made exclusively holds the name meanwhile. */
async function renameOverReserved(from: string, to: string): Promise<void> {
  const handle = await open(toDiskPath(to), 'wx');
  await handle.close();
  try {
    await rename(toDiskPath(from), toDiskPath(to));
  } catch (error) {
    await unlink(toDiskPath(to)).catch(() => undefined);
    throw error;
  }
}

/** For an error of linking: it is for want of links, not because the name is taken. */
export function hasNoLinks(error: unknown): boolean {
  return ['EPERM', 'EOPNOTSUPP', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(diskCode(error) ?? '');
}
