import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Metadata, Snapshot } from '../metadata.ts';
import type { Schema } from '../schema.ts';
import { createFill } from '../templates.ts';
import type { Tx, Work } from '../work.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { translateSqliteError } from './errors.ts';
import { createGroupCommit } from './group-commit.ts';
import { openLogSync } from './log-sync.ts';
import { migrate } from './migrate.ts';

export interface SqliteOptions {
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Opens the metadata in an SQLite file, which is made when it is not there. Several processes may do so at once. */
export function openSqlite({ file, now = Date.now }: SqliteOptions): Metadata {
  const connection = openConnection(file);
  migrate(connection.database);
  // 8 MiB of pages at hand.
  connection.database.exec('PRAGMA cache_size = -8192');
  const db = createQueryBuilder();
  const fill = createFill(db);
  const begin = (): Tx => ({ db, fill, now: now(), newId: randomUUID });
  const log = openLogSync(connection, file);
  const commits = createGroupCommit(connection, log.sync);
  return {
    write: (work) => commits.add(() => work(begin())),
    // Reading is synchronous inside; async makes its errors rejections.
    read: async (work) => readAll(connection, work(begin())),
    openSnapshot: async () => openSnapshot(file, begin),
    copyTo: async (file) => copyDatabase(connection, file),
    close: async () => {
      await commits.drain();
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

async function copyDatabase({ database }: Connection, file: string): Promise<void> {
  // An empty file is taken as it is, with its mode.
  const handle = await open(file, 'wx', 0o600);
  await handle.close();
  database.prepare('VACUUM INTO ?').run(file);
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

function readAll<T>({ database, control, drive }: Connection, work: Work<T>): T {
  control('BEGIN');
  try {
    return drive(work);
  } catch (error) {
    throw translateSqliteError(error);
  } finally {
    if (database.isTransaction) control('COMMIT');
  }
}
