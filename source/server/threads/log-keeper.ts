import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '../log.ts';
import { openConnection } from '../metadata/sqlite/connection.ts';
import { createGate } from './gate.ts';
import type { SharedCells } from './protocol.ts';

/** Milliseconds between two looks. */
const EVERY = 200;
/** Changes after which the log goes back into the database; each is some six pages of it. */
const MANY = 500;
/** Pages of the log past which writing waits until all of it is back: it would grow for ever under a steady load. */
const TOO_LONG = 50_000;

/** Milliseconds that writing may be held up for readers of the log; then it stays long until the next time. */
const PATIENCE = 100;

export interface LogKeeperOptions {
  /** The database. */
  readonly file: string;
  readonly cells: Pick<SharedCells, 'commits' | 'writing'>;
  readonly log: Log;
}

/**
 * Puts the database's log back into the database, for the threads that write: it takes a while and two syncs of the disk,
 * and no request shall wait for it. What can not be done now, on a full disk for one, is tried again. Answers what ends
 * it.
 */
export function keepLogShort({ file, cells, log }: LogKeeperOptions): () => Promise<void> {
  const { database } = openConnection(file);
  database.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
  let looking: Promise<void> | null = null;
  let isTroubled = false;
  const look = async (): Promise<void> => {
    try {
      await putBack(database, cells);
      isTroubled = false;
    } catch (error) {
      if (!isTroubled) log.warn('the log of the database stays long', { message: String(error) });
      isTroubled = true;
    }
    looking = null;
  };
  const timer = setInterval(() => {
    looking ??= look();
  }, EVERY);
  return async () => {
    clearInterval(timer);
    await looking;
    database.close();
  };
}

async function putBack(database: DatabaseSync, { commits, writing }: LogKeeperOptions['cells']): Promise<void> {
  if (Atomics.load(commits, 0) < MANY) return;
  const pages = Number(database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()?.['log'] ?? 0);
  Atomics.store(commits, 0, 0);
  if (pages < TOO_LONG) return;
  const gate = createGate(writing, 1);
  await gate.enter();
  try {
    database.prepare('PRAGMA wal_checkpoint(RESTART)').get();
  } finally {
    gate.leave();
  }
}
