import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery } from 'kysely';
import type { QueryAnswer, Work } from '../work.ts';
import { isBusy } from './errors.ts';

/** Other processes hold the write lock for some milliseconds each; longer than this means that something is stuck. */
const BUSY_MILLISECONDS = 15_000;
/** Milliseconds between two tries where SQLite does not wait by itself. */
const LOOK_EVERY = 5;
const MOST_STATEMENTS = 200;

/** One open database file with its prepared statements. */
export interface Connection {
  readonly database: DatabaseSync;
  readonly query: (query: CompiledQuery) => QueryAnswer;
  /** BEGIN, COMMIT and their like, parsed once. */
  readonly control: (sql: string) => void;
  /** Runs the work to its end, all of it now. */
  readonly drive: <T>(work: Work<T>) => T;
}

/**
 * Opens a database file. WAL lets others read while one writes. A commit is on the disk when it returns; where several
 * commits shall share that wait see `openLogSync`.
 */
export function openConnection(file: string): Connection {
  const database = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS });
  useLog(database);
  database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  // The log is put back into the database four times as rarely as by default.
  database.exec('PRAGMA wal_autocheckpoint = 4000;');
  const statements = new Map<string, Prepared>();
  const query = (compiled: CompiledQuery): QueryAnswer => {
    const { statement, answersRows } = statements.get(compiled.sql) ?? prepare(database, statements, compiled.sql);
    const parameters = compiled.parameters as SQLInputValue[];
    if (answersRows) return { rows: statement.all(...parameters), changed: 0 };
    return { rows: [], changed: Number(statement.run(...parameters).changes) };
  };
  const control = (sql: string): void => {
    (statements.get(sql) ?? prepare(database, statements, sql)).statement.run();
  };
  return { database, query, control, drive: (work) => drive(work, query) };
}

/**
 * Turns the log on, which a file keeps. SQLite waits for nobody in that where another program has just begun to write,
 * as one does that makes the same file: it is tried until that one is done.
 */
function useLog(database: DatabaseSync): void {
  const end = Date.now() + BUSY_MILLISECONDS;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY);
    }
  }
}

interface Prepared {
  readonly statement: StatementSync;
  /** What answers columns is asked for rows, an insert with RETURNING too. */
  readonly answersRows: boolean;
}

function prepare(database: DatabaseSync, statements: Map<string, Prepared>, sql: string): Prepared {
  if (statements.size >= MOST_STATEMENTS) statements.clear();
  const statement = database.prepare(sql);
  const prepared = { statement, answersRows: statement.columns().length > 0 };
  statements.set(sql, prepared);
  return prepared;
}

function drive<T>(work: Work<T>, query: (compiled: CompiledQuery) => QueryAnswer): T {
  let step = work.next();
  while (step.done !== true) {
    let answer: QueryAnswer;
    try {
      answer = query(step.value);
    } catch (error) {
      // The work may know what a failure means, a name that is taken for one.
      step = work.throw(error);
      continue;
    }
    step = work.next(answer);
  }
  return step.value;
}
