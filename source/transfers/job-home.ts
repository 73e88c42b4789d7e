import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveControl, type Steerable } from './control-server.ts';
import { findPrograms, homesFolder, OWNER_FILE, takeOver, UNFINISHED, type OtherProgram } from './job-homes.ts';
import { createJournal, JOURNAL_EXTENSION, type Journal } from './journal.ts';
import type { PastJob } from './journal-record.ts';

/** Bytes of the longest path of a Unix socket, on the system that allows the least. */
const LONGEST_SOCKET_PATH = 103;
const SOCKET = 'control.sock';

/** Where this program keeps its jobs, for itself after a kill and for other programs meanwhile. */
export interface JobHome {
  readonly journal: Journal;
  /** Lets other programs see and steer the jobs of this engine. */
  serve(engine: Steerable): void;
  /** Makes the jobs of programs that are gone our own, for `engine.restore`; and those of our own before a restart. */
  takeOver(): Promise<PastJob[]>;
  /** The other programs that run jobs now. */
  others(): Promise<OtherProgram[]>;
  /** Ends it. What is unfinished stays for the next start. */
  close(): Promise<void>;
}

export interface JobHomeOptions {
  /** The program's state folder; made when missing, what is in it is closed to other users. */
  readonly stateDir: string;
  readonly now: () => number;
  /** Told when a journal cannot be written. */
  readonly onTrouble: (error: unknown) => void;
}

/** Opens a home for the jobs of this program. It shows to others only once its socket listens. */
export async function openJobHome({ stateDir, now, onTrouble }: JobHomeOptions): Promise<JobHome> {
  const id = randomBytes(6).toString('hex');
  const folder = join(homesFolder(stateDir), id);
  const unfinished = join(homesFolder(stateDir), UNFINISHED + id);
  await mkdir(homesFolder(stateDir), { recursive: true, mode: 0o700 });
  await chmod(homesFolder(stateDir), 0o700);
  await mkdir(unfinished, { mode: 0o700 });
  const place = await socketPlace(unfinished, folder);
  const server = createServer();
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    // The other end may go at any time; nobody here waits for it.
    open.add(socket.on('error', () => undefined).on('close', () => open.delete(socket)));
  });
  await listen(server, place.bindPath);
  await writeFile(join(unfinished, OWNER_FILE), JSON.stringify({ pid: process.pid, socketPath: place.path }), {
    mode: 0o600,
  });
  await rename(unfinished, folder);
  const journal = createJournal(folder, now, onTrouble);
  return {
    journal,
    serve(engine) {
      // Who found the home before its engine was there waits to be told.
      for (const socket of open) serveControl(socket, engine);
      server.on('connection', (socket) => serveControl(socket, engine));
    },
    takeOver: async () => takeOver(stateDir, id),
    others: async () => findPrograms(stateDir, id),
    close: async () => {
      server.close();
      for (const socket of open) socket.end();
      await place.remove();
      await journal.settled();
      await removeIfDone(folder);
    },
  };
}

interface SocketPlace {
  readonly bindPath: string;
  /** Where it is once the home has its name. */
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** In the home itself, which is renamed with it; where that path is too long for a socket, in a private folder. */
async function socketPlace(unfinished: string, folder: string): Promise<SocketPlace> {
  const bindPath = join(unfinished, SOCKET);
  const path = join(folder, SOCKET);
  if (Buffer.byteLength(bindPath) <= LONGEST_SOCKET_PATH) {
    return { bindPath, path, remove: async () => rm(path, { force: true }) };
  }
  const base = Buffer.byteLength(tmpdir()) < LONGEST_SOCKET_PATH / 2 ? tmpdir() : '/tmp';
  // mkdtemp makes it 0700, and fails rather than take what is there.
  const other = await mkdtemp(join(base, 'u1file-jobs-'));
  const short = join(other, SOCKET);
  return { bindPath: short, path: short, remove: async () => rm(other, { recursive: true, force: true }) };
}

async function listen(server: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(path, resolve);
  await promise;
  server.off('error', reject);
  // Being looked at is no reason to stay.
  server.unref();
}

async function removeIfDone(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (!names.some((name) => name.endsWith(JOURNAL_EXTENSION))) await rm(folder, { recursive: true, force: true });
}
