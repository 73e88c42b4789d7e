import type { PoolClient } from 'pg';
import { readOnly } from '../read-only.ts';
import type { Tx, Work } from '../work.ts';
import { busy, isLostConnection, isLostRace, isOutdated, translatePostgresError } from './errors.ts';
import { LOCKS } from './locks.ts';
import type { Runner } from './runner.ts';
import { carefulStatements, GoesOn, plainStatements } from './statements.ts';
import { drive, openTransaction } from './transaction.ts';
import type { Transaction } from './transaction.ts';

const RACES = 8;
const CONNECTIONS = 3;
/** Milliseconds. */
const LONGEST_PAUSE = 60;

const CHANGES_ALLOWED = `SELECT pg_try_advisory_xact_lock_shared(${LOCKS.changes})
  AND NOT EXISTS (SELECT FROM lease WHERE name IN ('moved', 'arriving')) AS allowed`;
const TAKE = 'pg_advisory_xact_lock(hashtextextended($1, 0))';
const LOCK = `SELECT ${TAKE}`;

/** Thrown once it is not known whether the transaction was kept. */
class Uncertain extends Error {}

/**
 * Runs the work as one transaction, anew after a lost race or on another connection after a lost one. Statements see what
 * others have committed before each of them; what must not change meanwhile is locked by the rules (see `Tx.lock`).
 */
export async function writeDurably<T>(runner: Runner, work: (tx: Tx) => Work<T>): Promise<T> {
  let [races, lost, isCareful] = [0, 0, false];
  for (;;) {
    try {
      return await writeOnce(runner, work, isCareful);
    } catch (error) {
      if (error instanceof GoesOn && !isCareful) isCareful = true;
      else if (isOutdated(error) && (races += 1) < RACES) runner.names.renew();
      else if (isLostRace(error) && (races += 1) < RACES) await pause(races);
      else if (error instanceof Uncertain) throw busy(error);
      else if (!isLostConnection(error) || (lost += 1) === CONNECTIONS) throw translatePostgresError(error);
    }
  }
}

async function writeOnce<T>(runner: Runner, work: (tx: Tx) => Work<T>, isCareful: boolean): Promise<T> {
  const client = await runner.pool.take();
  let failure: unknown = null;
  try {
    return await transact(runner, client, work, isCareful);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(failure instanceof Uncertain || isLostConnection(failure));
  }
}

async function transact<T>(
  { begin, names }: Runner,
  client: PoolClient,
  work: (tx: Tx) => Work<T>,
  isCareful: boolean,
): Promise<T> {
  const transaction = openTransaction(client, names);
  const statements = isCareful ? carefulStatements(transaction) : plainStatements(transaction);
  transaction.send('BEGIN');
  const gate = openGate(transaction);
  // It goes out ahead of the next query, which is answered after it.
  // oxlint-disable-next-line require-yield -- nobody waits for its answer
  function* lock(name: string): Work<void> {
    if (gate.isAsked()) transaction.send(LOCK, [name]);
    else void gate.pass(name);
  }
  let result: T;
  try {
    result = await drive(work(begin(lock)), async (query) => {
      const allowed = gate.pass();
      const answer = statements.query(query);
      answer.catch(() => {});
      await allowed;
      return await answer;
    });
    await gate.pass();
    statements.finish();
  } catch (error) {
    await transaction.abandon();
    throw error;
  }
  await commit(transaction);
  return result;
}

/** Asks once, ahead of the first query, whether changes are allowed at all at the moment. */
function openGate(transaction: Transaction) {
  let allowed: Promise<void> | null = null;
  return {
    isAsked: () => allowed !== null,
    /** Resolves when they are. Who asks first may want a lock, which is then taken by the way. */
    pass: (lock: string | null = null): Promise<void> => (allowed ??= checkAllowed(transaction, lock)),
  };
}

function checkAllowed(transaction: Transaction, lock: string | null): Promise<void> {
  const check = async (): Promise<void> => {
    const query =
      lock === null
        ? { sql: CHANGES_ALLOWED, parameters: [] }
        : { sql: `${CHANGES_ALLOWED}, ${TAKE}`, parameters: [lock] };
    const { rows } = await transaction.query(query);
    if ((rows[0] as { allowed: boolean } | undefined)?.allowed !== true) throw readOnly();
  };
  const checked = check();
  checked.catch(() => {});
  return checked;
}

async function commit(transaction: Transaction): Promise<void> {
  try {
    await transaction.commit();
  } catch (error) {
    if (isLostRace(error)) throw error;
    throw isLostConnection(error) ? new Uncertain('nobody knows whether it was kept', { cause: error }) : error;
  }
}

async function pause(races: number): Promise<void> {
  const most = Math.min(LONGEST_PAUSE, 2 ** races * 2);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
