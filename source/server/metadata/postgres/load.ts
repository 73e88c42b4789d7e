import type { Kysely } from 'kysely';
import { noLock } from '../no-lock.ts';
import type { AroundLoading, RowBatch, Within } from '../metadata.ts';
import type { Schema } from '../schema.ts';
import type { Runner } from './runner.ts';
import { createStatementNames } from './statement-names.ts';
import { drive, openTransaction } from './transaction.ts';

export interface Loading extends Pick<Runner, 'pool' | 'begin'> {
  readonly db: Kysely<Schema>;
  readonly around: AroundLoading | undefined;
}

/** Fills an empty database with rows as they are, all of them or none. */
export async function loadRows({ pool, begin, db, around }: Loading, batches: AsyncIterable<RowBatch>): Promise<void> {
  const client = await pool.take();
  const transaction = openTransaction(client, createStatementNames());
  const within: Within = (work) => drive(work(begin(noLock)), transaction.query);
  try {
    transaction.send('BEGIN');
    // One at a time: what a killed program has still under way here is waited for, and then seen.
    transaction.send('LOCK TABLE account IN EXCLUSIVE MODE');
    await around?.before(within);
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
    // Before the first queries come: what is known of a table that was just filled is that it is empty.
    transaction.send('ANALYZE');
    await around?.after(within);
    await transaction.commit();
  } catch (error) {
    await transaction.abandon();
    throw error;
  } finally {
    client.release();
  }
}
