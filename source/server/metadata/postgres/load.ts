import type { Kysely } from 'kysely';
import type { RowBatch } from '../metadata.ts';
import type { Schema } from '../schema.ts';
import type { Pool } from './pool.ts';
import { createStatementNames } from './statement-names.ts';
import { openTransaction } from './transaction.ts';

/** Fills an empty database with rows as they are, all of them or none. */
export async function loadRows(pool: Pool, db: Kysely<Schema>, batches: AsyncIterable<RowBatch>): Promise<void> {
  const client = await pool.take();
  const transaction = openTransaction(client, createStatementNames());
  try {
    transaction.send('BEGIN');
    // Rows come in any order, a child before its parent too.
    transaction.send('SET CONSTRAINTS ALL DEFERRED');
    for await (const { table, rows } of batches) {
      if (rows.length > 0)
        await transaction.query(
          db
            .insertInto(table)
            .values([...rows] as never)
            .compile(),
        );
    }
    // The next account gets a number after all those.
    transaction.send("SELECT setval(pg_get_serial_sequence('account', 'id'), max(id)) FROM account HAVING max(id) > 0");
    await transaction.commit();
    // Before the first queries come: what is known of a table that was just filled is that it is empty.
    await client.query('ANALYZE');
  } catch (error) {
    await transaction.abandon();
    throw error;
  } finally {
    client.release();
  }
}
