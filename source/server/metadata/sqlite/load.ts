import type { Kysely } from 'kysely';
import type { AroundLoading, RowBatch } from '../metadata.ts';
import type { Schema } from '../schema.ts';
import type { Tx } from '../work.ts';
import { openConnection } from './connection.ts';

export interface Loading {
  readonly file: string;
  readonly db: Kysely<Schema>;
  readonly begin: () => Tx;
  readonly around: AroundLoading | undefined;
}

/** Fills an empty file with rows as they are, all of them or none, on a connection of its own. */
export async function loadRows({ file, db, begin, around }: Loading, batches: AsyncIterable<RowBatch>): Promise<void> {
  const { database, query, drive } = openConnection(file);
  try {
    database.exec('BEGIN IMMEDIATE');
    await around?.before(async (work) => drive(work(begin())));
    // Rows come in any order, a child before its parent too.
    database.exec('PRAGMA defer_foreign_keys = ON');
    for await (const { table, rows } of batches) {
      if (rows.length > 0)
        query(
          db
            .insertInto(table)
            .values([...rows] as never)
            .compile(),
        );
    }
    await around?.after(async (work) => drive(work(begin())));
    database.exec('COMMIT');
  } finally {
    // What was not committed is gone with it.
    database.close();
  }
}
