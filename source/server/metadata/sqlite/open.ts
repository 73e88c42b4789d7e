import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { AppError } from '../../../domain/app-error.ts';
import { inWords } from '../../private-folder.ts';
import { probeFolder } from '../../probe-folder.ts';
import type { Metadata, Snapshot } from '../metadata.ts';
import { noLock } from '../no-lock.ts';
import type { Schema } from '../schema.ts';
import { createFill } from '../templates.ts';
import { first } from '../work.ts';
import type { Tx, Work } from '../work.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { translateSqliteError } from './errors.ts';
import { createGroupCommit } from './group-commit.ts';
import { createLeases, waitForHold } from './leases.ts';
import { loadRows } from './load.ts';
import { openLogSync } from './log-sync.ts';
import { migrate } from './migrate.ts';
import { createReadings } from './readings.ts';
import type { Readings } from './readings.ts';
import type { Turns } from './turns.ts';

export interface SqliteOptions {
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The threads of a server take turns in writing by it. */
  readonly turns?: Turns | undefined;
}

/** Opens the metadata in an SQLite file, which is made when it is not there. Several processes may do so at once. */
export function openSqlite({ file, now = Date.now, turns }: SqliteOptions): Metadata {
  const connection = openConnection(file);
  migrate(connection.database);
  const opened = statSync(file);
  // Mebibytes of pages at hand; each thread of a server has its own.
  connection.database.exec(`PRAGMA cache_size = -${(turns === undefined ? 8 : 4) * 1024}`);
  const db = createQueryBuilder();
  const fill = createFill(db);
  const begin = (): Tx => ({ db, fill, now: now(), newId: () => randomUUID(), lock: noLock });
  const log = openLogSync(connection, file);
  const readings = createReadings(connection);
  const leases = createLeases(connection, db, readings.leave);
  const { checkChanges: check } = leases;
  const commits = createGroupCommit(connection, { sync: log.sync, beforeCommit: readings.leave, check, turns });
  // Whoever gives the turns also puts the log back into the database, so that no request waits for it.
  if (turns !== undefined) connection.database.exec('PRAGMA wal_autocheckpoint = 0');
  return {
    write: (work) => commits.add(() => work(begin())),
    // Reading is synchronous inside; async makes its errors rejections.
    read: async (work) => readNow(connection, readings, work(begin())),
    readOne: async (query) => readNow(connection, readings, first(query(begin()))),
    openSnapshot: async () => openSnapshot(file, begin),
    copyTo: async (file) => {
      await createPrivately(file);
      readings.leave();
      connection.database.prepare('VACUUM INTO ?').run(file);
      forgetLeases(file);
    },
    probe: () => probeFile(file, opened),
    tryHold: async () => leases.tryHold('sweep'),
    freeze: () => waitForHold(() => leases.tryHold('changes')),
    setMoved: async (to) => leases.setMoved(to),
    load: (batches, around) => loadRows({ file, db, begin, around }, batches),
    close: async () => {
      await commits.drain();
      readings.leave();
      await log.close();
      connection.database.close();
    },
  };
}

/** A connection of its own: the first one serves everybody else meanwhile. */
function openSnapshot(file: string, begin: () => Tx): Snapshot {
  const { database, drive } = openConnection(file);
  database.exec('BEGIN');
  return {
    read: async (work) => drive(work(begin())),
    close: async () => database.close(),
  };
}

/** What is open is read for as long as it is, be its file gone: whoever starts next would find nothing. */
async function probeFile(file: string, opened: Stats): Promise<void> {
  const folder = dirname(file);
  const found = await inWords(folder, () => stat(file));
  if (found.ino !== opened.ino || found.dev !== opened.dev)
    throw new AppError('unsupported', `The database in ${folder} is another one than was opened.`);
  await probeFolder(folder);
}

/** An empty file is taken as it is, with its mode. */
async function createPrivately(file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  await handle.close();
}

/** A copy is nobody's yet, and what was true of the other file's programs and moves is not of it. */
function forgetLeases(file: string): void {
  const { database } = openConnection(file);
  database.exec('DELETE FROM lease');
  database.close();
}

function createQueryBuilder(): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      // Queries are only built with it; connections run them (see `Work`).
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

function readNow<T>({ drive }: Connection, readings: Readings, work: Work<T>): T {
  try {
    readings.enter();
    return drive(work);
  } catch (error) {
    throw translateSqliteError(error);
  }
}
