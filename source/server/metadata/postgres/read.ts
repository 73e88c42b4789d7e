import { first } from '../work.ts';
import type { Query, Tx, Work } from '../work.ts';
import { noLock } from '../no-lock.ts';
import { isLostConnection, isOutdated, translatePostgresError } from './errors.ts';
import type { Runner } from './runner.ts';
import { drive, openTransaction } from './transaction.ts';

export const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** A connection may have died unnoticed; the next one, or the next server, has no such excuse. */
const TRIES = 5;

/** Runs the work on one state of the database. */
export async function readConsistently<T>(runner: Runner, work: (tx: Tx) => Work<T>): Promise<T> {
  return await trying(runner, () => readOnce(runner, work));
}

/** Runs one query, which needs no transaction to see one state. */
export async function readAlone<R>(runner: Runner, query: (tx: Tx) => Query<R>): Promise<R | null> {
  const { pool, begin, names } = runner;
  return await trying(runner, async () => {
    const client = await pool.take();
    let failure: unknown;
    try {
      return await drive(first(query(begin(noLock))), openTransaction(client, names).query);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(isLostConnection(failure));
    }
  });
}

async function trying<T>({ names }: Runner, act: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await act();
    } catch (error) {
      if (isOutdated(error)) names.renew();
      else if (!isLostConnection(error)) throw translatePostgresError(error);
      if (tried === TRIES) throw translatePostgresError(error);
    }
  }
}

async function readOnce<T>({ pool, begin, names }: Runner, work: (tx: Tx) => Work<T>): Promise<T> {
  const client = await pool.take();
  const transaction = openTransaction(client, names);
  transaction.send(SNAPSHOT);
  let failure: unknown;
  try {
    return await drive(work(begin(noLock)), transaction.query);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // Nobody waits for the end of it: what comes next on this connection comes after.
    void transaction.abandon();
    client.release(isLostConnection(failure));
  }
}
