import type { Hash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { AppError } from '../../domain/app-error.ts';
import type { ContentSource, WriteOptions } from '../../domain/file-store.ts';
import { identityOf } from './disk-entry.ts';
import { diskCode } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';

/** Where a file is written to. */
export interface WriteTarget {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
}

/** A write whose target has been looked at. */
export interface Write {
  readonly target: WriteTarget;
  readonly source: ContentSource;
  readonly options: WriteOptions;
  /** What stands there; null where nothing does. */
  readonly standing: Stats | null;
}

/** Rejects with `integrity` when the hash is not as expected. */
export function checkHash(path: string, hash: Hash | null, expected: string | null): void {
  if (hash === null || `sha1:${hash.digest('hex')}` === expected) return;
  throw new AppError('integrity', 'What arrived is not what was sent: its hash is another', { path });
}

/** The error of content that is longer or shorter than announced, in bytes; code `integrity`. */
export function wrongSize(path: string, wanted: number, got: number): AppError {
  const words = got > wanted ? 'More arrived than' : `Only ${got} bytes arrived of`;
  return new AppError('integrity', `${words} ${wanted} bytes`, { path });
}

/** A file that is replaced keeps its bits; a new one gets those of its source, else what the umask leaves. */
export function modeFor({ source, standing }: Pick<Write, 'source' | 'standing'>): number {
  if (standing !== null && standing.isFile()) return standing.mode & 0o777;
  return source.mode ?? 0o666;
}

/** Whether the umask must not have a say in the bits. */
export function hasOwnMode({ source, standing }: Pick<Write, 'source' | 'standing'>): boolean {
  return standing !== null || source.mode !== undefined;
}

/** For an error of setting the bits: some file systems have none to keep. */
export function isOfNoBits(error: unknown): boolean {
  return diskCode(error) === 'EPERM' || diskCode(error) === 'ENOTSUP';
}

/** What stands at the path, a link as a link; null where nothing does. Rejects with the system's own error. */
export async function lookAtTarget(path: string): Promise<Stats | null> {
  try {
    return await lstat(toDiskPath(path));
  } catch (error) {
    if (diskCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether what stands there allows the write at all. */
export function checkTaken(path: string, standing: Stats | null, taken: WriteOptions['taken']): void {
  if (standing?.isDirectory() === true) throw new AppError('not-a-file', 'A folder of that name is there', { path });
  if (typeof taken === 'object' && (standing === null || identityOf(standing) !== taken.seen)) {
    throw new AppError('changed', 'The file there changed meanwhile', { path });
  }
  if (taken === 'refuse' && standing !== null) throw new AppError('name-taken', 'The name is taken', { path });
}
