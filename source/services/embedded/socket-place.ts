import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrivateFolder } from '../private-files.ts';

/** Longest path of a Unix socket in bytes on Linux (sun_path less its NUL); macOS has 103. */
const LONGEST = process.platform === 'linux' ? 107 : 103;

export interface SocketPlace {
  /** Where a socket may be made; nothing is there yet. */
  readonly socketPath: string;
  /** Removes what is left there. */
  close(): Promise<void>;
}

/** A fresh path for a socket in a folder that only this user may enter. */
export async function openSocketPlace(runtimeDir: string | null): Promise<SocketPlace> {
  const name = `${process.pid}-${randomBytes(6).toString('hex')}.sock`;
  if (runtimeDir !== null && fits(join(runtimeDir, name))) {
    await makePrivateFolder(runtimeDir);
    await sweep(runtimeDir);
    const socketPath = join(runtimeDir, name);
    return { socketPath, close: async () => rm(socketPath, { force: true }) };
  }
  const base = fits(join(tmpdir(), 'u1file-XXXXXX', name)) ? tmpdir() : '/tmp';
  // mkdtemp makes it 0700, and fails rather than take what is there.
  const folder = await mkdtemp(join(base, 'u1file-'));
  return { socketPath: join(folder, name), close: async () => rm(folder, { recursive: true, force: true }) };
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST;
}

/** Removes the sockets of programs that were killed. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^(\d+)-[0-9a-f]{12}\.sock$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await unlink(join(folder, name)).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
