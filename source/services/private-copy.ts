import { chmod, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from './private-files.ts';

/** Makes a new folder (0700) below this one for a copy that nobody else may read. It outlives the program and a restart. */
export async function makeCopyFolder(below: string): Promise<string> {
  await makePrivateFolder(below);
  return mkdtemp(join(below, 'copy-'));
}

/** Takes a file away from everybody else (0600). */
export async function makePrivate(file: string): Promise<void> {
  await chmod(file, 0o600);
}
