import { lstat, readlink } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import type { Fact } from '../../domain/fact.ts';
import { fromLatin1, toDiskPath } from './disk-path.ts';

/** Bytes of what `blocks` counts, whatever the blocks of the disk are. */
const BLOCK = 512;

/** What the disk tells of the entry itself; of a link also where it leads. */
export async function factsOf(path: string): Promise<readonly Fact[]> {
  const diskPath = toDiskPath(path);
  const stats = await lstat(diskPath);
  const end = stats.isSymbolicLink() ? [fact('link to', fromLatin1(await readlink(diskPath, 'latin1')))] : [];
  return [
    ...end,
    fact('mode', `${letters(stats)} ${(stats.mode & 0o7777).toString(8).padStart(4, '0')}`),
    fact('owner', `${stats.uid}:${stats.gid}`),
    fact('links', String(stats.nlink)),
    fact('on disk', `${stats.blocks * BLOCK} bytes`),
    fact('inode', `${stats.ino} on device ${stats.dev}`),
    fact('created', stats.birthtime.toISOString()),
    fact('modified', stats.mtime.toISOString()),
    fact('status changed', stats.ctime.toISOString()),
    fact('accessed', stats.atime.toISOString()),
  ];
}

function fact(name: string, value: string): Fact {
  return { name, value };
}

/** `rwxr-xr-x`, as `ls` writes it. */
function letters({ mode }: Stats): string {
  return Array.from('rwxrwxrwx', (letter, at) => ((mode & (0o400 >> at)) === 0 ? '-' : letter)).join('');
}
