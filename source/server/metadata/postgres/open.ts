import { randomUUID } from 'node:crypto';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { copyRows } from '../copy-rows.ts';
import type { Metadata, Snapshot } from '../metadata.ts';
import { noLock } from '../no-lock.ts';
import type { Schema } from '../schema.ts';
import { createFill } from '../templates.ts';
import { explainPostgresError, translatePostgresError } from './errors.ts';
import { loadRows } from './load.ts';
import { LOCKS, setMoved, tryLock, waitForLock } from './locks.ts';
import { migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import type { Pool } from './pool.ts';
import { readAlone, readConsistently, SNAPSHOT } from './read.ts';
import type { Begin, Runner } from './runner.ts';
import { createStatementNames } from './statement-names.ts';
import { drive, openTransaction } from './transaction.ts';
import { writeDurably } from './write.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; several hosts are a primary and its standbys. */
  readonly url: string;
  /** Milliseconds since 1970; the clock of the database when absent. */
  readonly now?: (() => number) | undefined;
  /** Connections at most, and as many again for listings and locks. */
  readonly connections?: number | undefined;
  /** Milliseconds that a statement may take. */
  readonly patience?: number | undefined;
}

/**
 * Opens the metadata in a PostgreSQL database, which brings its tables up to date. Any number of servers may do so at
 * once. Rejects with `busy` while the database can not be had, with `usage` where it is not ours.
 */
export async function openPostgres({
  url,
  now,
  connections = 16,
  patience = 30_000,
}: PostgresOptions): Promise<Metadata> {
  const pool = createPool({ url, most: connections, patience });
  // Whoever holds on to a connection for long does not take it from the requests.
  const longPool = createPool({ url, most: connections, patience: Math.max(patience, 600_000) });
  const close = async () => void (await Promise.all([pool.close(), longPool.close()]));
  const db = createQueryBuilder();
  const fill = createFill(db);
  const begin: Begin = (lock) => ({ db, fill, now: now === undefined ? pool.now() : now(), newId: randomUUID, lock });
  const runner: Runner = { pool, begin, names: createStatementNames() };
  try {
    await migrateOn(pool);
  } catch (error) {
    await close();
    throw explainPostgresError(error);
  }
  return {
    write: (work) => writeDurably(runner, work),
    read: (work) => readConsistently(runner, work),
    readOne: (query) => readAlone(runner, query),
    openSnapshot: () => translated(openSnapshot({ ...runner, pool: longPool })),
    copyTo: (file) => copyRows(() => translated(openSnapshot({ ...runner, pool: longPool })), file),
    // Connections that can not write are not taken.
    probe: async () => void (await readAlone(runner, ({ db }) => db.selectFrom('account').select('id').limit(1))),
    tryHold: () => translated(tryLock(longPool, LOCKS.sweep)),
    freeze: () => translated(waitForLock(longPool, LOCKS.changes)),
    setMoved: (to) => translated(setMoved(longPool, to)),
    load: (batches, around) => translated(loadRows({ pool: longPool, begin, db, around }, batches)),
    close,
  };
}

async function migrateOn(pool: Pool): Promise<void> {
  const client = await pool.take();
  try {
    await migrate(client);
  } finally {
    client.release();
  }
}

async function openSnapshot({ pool, begin, names }: Runner): Promise<Snapshot> {
  const client = await pool.take();
  const transaction = openTransaction(client, names);
  transaction.send(SNAPSHOT);
  return {
    read: (work) => translated(drive(work(begin(noLock)), transaction.query)),
    close: async () => {
      await transaction.abandon();
      client.release();
    },
  };
}

async function translated<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (error) {
    throw translatePostgresError(error);
  }
}

/** Queries are only built with it; connections run them (see `Work`). */
function createQueryBuilder(): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
