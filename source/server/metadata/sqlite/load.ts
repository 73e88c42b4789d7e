import type { Kysely } from 'kysely';
import type { RowBatch } from '../metadata.ts';
import type { Schema } from '../schema.ts';
import { openConnection } from './connection.ts';

/** Fills an empty file with rows as they are, all of them or none, on a connection of its own. */
export async function loadRows(file: string, db: Kysely<Schema>, batches: AsyncIterable<RowBatch>): Promise<void> {
  const { database, query } = openConnection(file);
  try {
    database.exec('BEGIN IMMEDIATE');
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
    database.exec('COMMIT');
  } finally {
    // What was not committed is gone with it.
    database.close();
  }
}
