import { setInterval } from 'node:timers';
import { openConnection } from '../metadata/sqlite/connection.ts';
import { createGate } from './gate.ts';
import type { SharedCells } from './protocol.ts';

/** Milliseconds between two looks. */
const EVERY = 200;
/** Changes after which the log goes back into the database; each is some six pages of it. */
const MANY = 500;
/** Pages of the log past which writing waits until all of it is back: it would grow for ever under a steady load. */
const TOO_LONG = 50_000;

/**
 * Puts the database's log back into the database, for the threads that write: it takes a while and two syncs of the disk,
 * and no request shall wait for it. Answers what ends it.
 */
export function keepLogShort(
  file: string,
  { commits, writing }: Pick<SharedCells, 'commits' | 'writing'>,
): () => Promise<void> {
  const { database } = openConnection(file);
  const gate = createGate(writing, 1);
  const passive = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const restart = database.prepare('PRAGMA wal_checkpoint(RESTART)');
  const look = async (): Promise<void> => {
    if (Atomics.load(commits, 0) < MANY) return;
    Atomics.store(commits, 0, 0);
    const pages = Number(passive.get()?.['log'] ?? 0);
    if (pages < TOO_LONG) return;
    await gate.enter();
    try {
      restart.get();
    } finally {
      gate.leave();
    }
  };
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= look().finally(() => (looking = null));
  }, EVERY);
  return async () => {
    clearInterval(timer);
    await looking;
    database.close();
  };
}
