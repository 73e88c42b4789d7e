import { close, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Connection } from './connection.ts';

const syncDescriptor = promisify(fdatasync);

/** Puts what was committed on the disk. */
export interface LogSync {
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Takes the waiting for the disk out of SQLite's hands: with synchronous=NORMAL a commit only appends to the log, and it
 * is this that syncs the log, in another thread and once for all commits that wait. What SQLite has synced itself, before
 * it puts the log back into the database, needs no more. The log stays the same file as long as the connection is open.
 */
export function openLogSync({ database }: Connection, file: string): LogSync {
  database.exec('PRAGMA synchronous = NORMAL');
  const descriptor = openSync(`${file}-wal`, 'r');
  return {
    sync: () => syncDescriptor(descriptor),
    close: () => promisify(close)(descriptor),
  };
}
