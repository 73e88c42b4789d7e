import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, rm, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
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

/**
 * A fresh path for a socket in a folder that only this user may enter: the one given, where a path in it is short enough, else one among
 * temporary files that all programs of this user share, so that what a killed one has left is swept away by the next.
 */
export async function openSocketPlace(runtimeDir: string | null): Promise<SocketPlace> {
  const name = `${process.pid}-${randomBytes(6).toString('hex')}.sock`;
  if (runtimeDir !== null && fits(join(runtimeDir, name))) {
    await makePrivateFolder(runtimeDir);
    return placeIn(runtimeDir, name);
  }
  const base = fits(join(tmpdir(), 'u1file-XXXXXX', name)) ? tmpdir() : '/tmp';
  const shared = await sharedFolder(base);
  if (shared !== null && fits(join(shared, name))) return placeIn(shared, name);
  // mkdtemp makes it 0700, and fails rather than take what is there.
  const folder = await mkdtemp(join(base, 'u1file-'));
  return { socketPath: join(folder, name), close: async () => rm(folder, { recursive: true, force: true }) };
}

async function placeIn(folder: string, name: string): Promise<SocketPlace> {
  await sweep(folder);
  const socketPath = join(folder, name);
  return { socketPath, close: async () => rm(socketPath, { force: true }) };
}

/** This user's own folder among temporary files, made if need be; null where somebody else may enter it, or has made it. */
async function sharedFolder(base: string): Promise<string | null> {
  const userId = process.getuid?.();
  if (userId === undefined) return null;
  const folder = join(base, `u1file-${userId}`);
  try {
    await mkdir(folder, 0o700);
  } catch {
    // Whatever is there is looked at.
  }
  const found = await lstat(folder).catch(() => null);
  const isOwn = found?.isDirectory() === true && found.uid === userId && (found.mode & 0o077) === 0;
  return isOwn ? folder : null;
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST;
}

/** Removes the sockets of programs that were killed: of a container that shares the folder the process is not seen, but its server answers. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^(\d+)-[0-9a-f]{12}\.sock$/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid)) || (await isAnswered(join(folder, name)))) continue;
    await unlink(join(folder, name)).catch(() => {});
  }
}

async function isAnswered(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  const isOpen = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
