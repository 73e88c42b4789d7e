import { AppError } from '../../../domain/app-error.ts';
import type { Work } from '../work.ts';
import type { Connection } from './connection.ts';
import { translateSqliteError } from './errors.ts';

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

/** `sync` puts everything committed so far on the disk. */
export function createGroupCommit(connection: Connection, sync: () => Promise<void>): GroupCommit {
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
      const batch = waiting.slice(0, MOST_TOGETHER);
      waiting = waiting.slice(MOST_TOGETHER);
      committed.push(...commitTogether(connection, batch));
      syncing ??= syncAll();
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
 * One transaction for all; each has its own savepoint, so that a refusal of one leaves the others alone. Answers whom to
 * tell once it is on the disk; when nothing was kept they have been told already.
 */
function commitTogether({ database, control }: Connection, batch: readonly Waiting[]): Settle[] {
  const settle: Settle[] = [];
  try {
    control('BEGIN IMMEDIATE');
    for (const each of batch) {
      control('SAVEPOINT one');
      try {
        settle.push(each.perform());
      } catch (error) {
        // A full disk may have ended the whole transaction by itself: then nothing of it counts.
        if (!database.isTransaction) throw error;
        control('ROLLBACK TO one');
        settle.push(() => each.reject(translateSqliteError(error)));
      }
      control('RELEASE one');
    }
    control('COMMIT');
    return settle;
  } catch (error) {
    if (database.isTransaction) control('ROLLBACK');
    for (const each of batch) each.reject(abandoned(error));
    return [];
  }
}

/** Nothing of the group was kept; each member may simply be tried again unless the disk is full. */
function abandoned(error: unknown): unknown {
  const translated = translateSqliteError(error);
  if (translated !== error) return translated;
  return new AppError('busy', 'The server is busy, try again later.', { cause: error, retryAfter: 2 });
}
