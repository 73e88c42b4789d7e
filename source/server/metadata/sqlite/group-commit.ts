import { AppError, isAppError } from '../../../domain/app-error.ts';
import type { Work } from '../work.ts';
import type { Connection } from './connection.ts';
import { translateSqliteError } from './errors.ts';
import type { Turns } from './turns.ts';

/** So many share a commit at most, so that readers are never kept waiting for long. */
const MOST_TOGETHER = 128;

interface Waiting {
  /** Runs it inside the open transaction; answers what settles its promise once that is on the disk. */
  readonly perform: () => Settle;
  readonly reject: (error: unknown) => void;
}

/** Tells the waiting one how it went; with an error that the disk did not take it. */
type Settle = (error?: unknown) => void;

/** Runs transactions that arrive together under one commit, and commits that come about together under one sync. */
export interface GroupCommit {
  add<T>(work: () => Work<T>): Promise<T>;
  /** Resolves when nothing waits. */
  drain(): Promise<void>;
}

export interface GroupCommitOptions {
  /** Puts everything committed so far on the disk. */
  readonly sync: () => Promise<void>;
  /** Called right before each transaction. */
  readonly beforeCommit: () => void;
  /** Called within each; throws where nothing may be changed at the moment. */
  readonly check: () => void;
  readonly turns: Turns | undefined;
}

export function createGroupCommit(connection: Connection, options: GroupCommitOptions): GroupCommit {
  const { sync, beforeCommit, check, turns } = options;
  let waiting: Waiting[] = [];
  let committed: Settle[] = [];
  let flushing: Promise<void> | null = null;
  let syncing: Promise<void> | null = null;
  const syncAll = async (): Promise<void> => {
    while (committed.length > 0) {
      const batch = committed;
      committed = [];
      const error = await attempt(sync);
      for (const settle of batch) settle(error);
    }
    syncing = null;
  };
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Whoever arrives in this turn of the event loop comes along.
      await new Promise(setImmediate);
      await turns?.gate.enter();
      const batch = waiting.slice(0, MOST_TOGETHER);
      waiting = waiting.slice(MOST_TOGETHER);
      try {
        beforeCommit();
        committed.push(...commitTogether(connection, batch, check));
      } finally {
        turns?.gate.leave();
      }
      turns?.committed(batch.length);
      // Of a batch that came to nothing, nothing is to be put on the disk.
      if (committed.length > 0) syncing ??= syncAll();
    }
    flushing = null;
  };
  return {
    add: (work) =>
      new Promise((resolve, reject) => {
        const perform = (): Settle => {
          const value = connection.drive(work());
          return (error) => (error === undefined ? resolve(value) : reject(error));
        };
        waiting.push({ perform, reject });
        flushing ??= flush();
      }),
    drain: async () => {
      await flushing;
      await syncing;
    },
  };
}

/** What it failed with, as one of ours; undefined when it did not. */
async function attempt(act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return abandoned(error);
  }
}

/**
 * One transaction for all. Answers whom to tell once it is on the disk; when nothing was kept they have been told
 * already.
 */
function commitTogether(connection: Connection, batch: readonly Waiting[], check: () => void): Settle[] {
  const { database, control } = connection;
  try {
    control('BEGIN IMMEDIATE');
    check();
    const settle = performAll(connection, batch) ?? performApart(connection, batch);
    control('COMMIT');
    return settle;
  } catch (error) {
    if (database.isTransaction) control('ROLLBACK');
    for (const each of batch) each.reject(abandoned(error));
    return [];
  }
}

/** Nearly always all of them go well, and need no savepoints then. Null, and nothing done, where one is refused. */
function performAll({ database, control }: Connection, batch: readonly Waiting[]): Settle[] | null {
  try {
    return batch.map((each) => each.perform());
  } catch {
    if (database.isTransaction) control('ROLLBACK');
    control('BEGIN IMMEDIATE');
    return null;
  }
}

/** Each has its own savepoint, so that a refusal of one leaves the others alone. */
function performApart({ database, control }: Connection, batch: readonly Waiting[]): Settle[] {
  return batch.map((each) => {
    control('SAVEPOINT one');
    try {
      return each.perform();
    } catch (error) {
      // A full disk may have ended the whole transaction by itself: then nothing of it counts.
      if (!database.isTransaction) throw error;
      control('ROLLBACK TO one');
      return () => each.reject(translateSqliteError(error));
    } finally {
      if (database.isTransaction) control('RELEASE one');
    }
  });
}

/** Nothing of the group was kept; each member may simply be tried again unless the disk is full. */
function abandoned(error: unknown): unknown {
  const translated = translateSqliteError(error);
  if (translated !== error || isAppError(error)) return translated;
  return new AppError('busy', 'The server is busy, try again later.', { cause: error, retryAfter: 2 });
}
