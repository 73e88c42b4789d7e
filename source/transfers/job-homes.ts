import { readFile, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isListening } from './control-client.ts';
import { JOURNAL_EXTENSION, readJournals } from './journal.ts';
import type { PastJob } from './journal-record.ts';

/** A program of this user that runs jobs. */
export interface OtherProgram {
  readonly id: string;
  readonly pid: number;
  /** For `connectToJobs`. */
  readonly socketPath: string;
}

/** What a program says of itself in its folder. */
export interface Owner {
  readonly pid: number;
  readonly socketPath: string;
}

/** The file of a home that says whose it is. */
export const OWNER_FILE = 'owner.json';
/** Names of homes that are still being made begin so; of one that was taken over, so. */
export const UNFINISHED = '.new-';
const TAKEN_OVER = 'from-';
/** Milliseconds after which a home that was never finished is that of a killed program. */
const ABANDONED_AFTER = 60_000;

/** Below the program's state folder there is one folder a program, with its journals and its socket. */
export function homesFolder(stateDir: string): string {
  return join(stateDir, 'jobs');
}

/** The programs that run jobs now. @param exceptId the home of the one who asks */
export async function findPrograms(stateDir: string, exceptId?: string): Promise<OtherProgram[]> {
  const programs: OtherProgram[] = [];
  for (const id of await homeIds(stateDir)) {
    if (id === exceptId) continue;
    const owner = await readOwner(join(homesFolder(stateDir), id));
    if (owner !== null && (await isListening(owner.socketPath))) programs.push({ id, ...owner });
  }
  return programs;
}

/** The jobs that programs left that are gone, for looking at; they stay where they are. */
export async function readLeftOver(stateDir: string): Promise<PastJob[]> {
  const jobs: PastJob[] = [];
  for (const id of await deadIds(stateDir)) jobs.push(...(await readHome(join(homesFolder(stateDir), id))));
  return jobs.toSorted((a, b) => a.at - b.at);
}

/**
 * Takes over what programs left that are gone: their journals become those of this home. Of several programs that try
 * at once one gets each of them.
 */
export async function takeOver(stateDir: string, ownId: string): Promise<PastJob[]> {
  const own = join(homesFolder(stateDir), ownId);
  for (const id of await deadIds(stateDir)) {
    if (id === ownId) continue;
    const taken = join(own, TAKEN_OVER + id);
    try {
      // Renaming succeeds for one only.
      await rename(join(homesFolder(stateDir), id), taken);
    } catch {
      continue;
    }
    await moveJournals(taken, own);
  }
  return readJournals(own);
}

/**
 * The journals of a home, and those it had taken over but not yet made its own when its program ended. None where it goes
 * while it is read: its program has ended and taken its home away.
 */
async function readHome(folder: string): Promise<PastJob[]> {
  try {
    const inner = (await readdir(folder)).filter((name) => name.startsWith(TAKEN_OVER));
    const others = await Promise.all(inner.map(async (name) => readHome(join(folder, name))));
    return [...(await readJournals(folder)), ...others.flat()];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function moveJournals(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    if (name.endsWith(JOURNAL_EXTENSION)) await rename(join(from, name), join(to, name));
    else if (name.startsWith(TAKEN_OVER)) await moveJournals(join(from, name), to);
    else await rm(join(from, name), { force: true });
  }
  await rmdir(from);
}

async function deadIds(stateDir: string): Promise<string[]> {
  const dead: string[] = [];
  for (const id of await homeIds(stateDir)) {
    const owner = await readOwner(join(homesFolder(stateDir), id));
    if (owner === null || !(await isListening(owner.socketPath))) dead.push(id);
  }
  return dead;
}

async function homeIds(stateDir: string): Promise<string[]> {
  const folder = homesFolder(stateDir);
  const ids: string[] = [];
  for (const name of await namesIn(folder)) {
    if (name.startsWith(UNFINISHED)) await removeAbandoned(join(folder, name));
    else ids.push(name);
  }
  return ids;
}

/** Where there is no folder no program has run jobs yet. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => null);
  if (stats !== null && Date.now() - stats.mtimeMs > ABANDONED_AFTER)
    await rm(folder, { recursive: true, force: true });
}

async function readOwner(folder: string): Promise<Owner | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, OWNER_FILE), 'utf8'));
    const { pid, socketPath } = value as Partial<Owner>;
    return typeof pid === 'number' && typeof socketPath === 'string' ? { pid, socketPath } : null;
  } catch {
    return null;
  }
}
