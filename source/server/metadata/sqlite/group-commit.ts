import { AppError } from '../../../domain/app-error.ts';
import type { Work } from '../work.ts';
import type { Connection } from './connection.ts';
import { translateSqliteError } from './errors.ts';

/** So many share a commit at most, so that readers are never kept waiting for long. */
const MOST_TOGETHER = 128;

interface Waiting {
  /** Runs it inside the open transaction; answers what settles its promise once that is committed. */
  readonly perform: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** Runs transactions that arrive together under one commit, since waiting for the disk is what a commit costs. */
export interface GroupCommit {
  add<T>(work: () => Work<T>): Promise<T>;
  /** Resolves when nothing waits. */
  drain(): Promise<void>;
}

export function createGroupCommit(connection: Connection): GroupCommit {
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | null = null;
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Whoever arrives in this turn of the event loop comes along.
      await new Promise(setImmediate);
      const batch = waiting.slice(0, MOST_TOGETHER);
      waiting = waiting.slice(MOST_TOGETHER);
      commitTogether(connection, batch);
    }
    flushing = null;
  };
  return {
    add: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({
          perform: () => {
            const value = connection.drive(work());
            return () => resolve(value);
          },
          reject,
        });
        flushing ??= flush();
      }),
    drain: async () => {
      await flushing;
    },
  };
}

/** One transaction for all; each has its own savepoint, so that a refusal of one leaves the others alone. */
function commitTogether({ database }: Connection, batch: readonly Waiting[]): void {
  const settle: (() => void)[] = [];
  try {
    database.exec('BEGIN IMMEDIATE');
    for (const each of batch) {
      database.exec('SAVEPOINT one');
      try {
        settle.push(each.perform());
      } catch (error) {
        // A full disk may have ended the whole transaction by itself: then nothing of it counts.
        if (!database.isTransaction) throw error;
        database.exec('ROLLBACK TO one');
        settle.push(() => each.reject(translateSqliteError(error)));
      }
      database.exec('RELEASE one');
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    for (const each of batch) each.reject(abandoned(error));
    return;
  }
  for (const done of settle) done();
}

/** Nothing of the group was kept; each member may simply be tried again unless the disk is full. */
function abandoned(error: unknown): unknown {
  const translated = translateSqliteError(error);
  if (translated !== error) return translated;
  return new AppError('busy', 'The server is busy, try again later.', { cause: error, retryAfter: 2 });
}
