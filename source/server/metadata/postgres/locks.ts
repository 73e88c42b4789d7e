import type { PoolClient } from 'pg';
import type { Hold } from '../metadata.ts';
import type { Pool } from './pool.ts';

/**
 * Numbers of advisory locks that belong to the whole database. Locks of single accounts and contents are digests, 64 bits
 * long, that these small numbers do not meet.
 */
export const LOCKS = { tables: 1, changes: 2, sweep: 3 } as const;

/** Takes a lock on a connection of its own; null when somebody else has it. */
export async function tryLock(pool: Pool, lock: number): Promise<Hold | null> {
  const client = await pool.take();
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lock]);
    if (rows[0]?.taken === true) return hold(client, lock);
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return null;
}

/** The same, waiting for those who have a part of it. */
export async function waitForLock(pool: Pool, lock: number): Promise<Hold> {
  const client = await pool.take();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock]);
    return hold(client, lock);
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Stops all changes for good, or allows them again. */
export async function setMoved(pool: Pool, to: string | null): Promise<void> {
  const client = await pool.take();
  try {
    await client.query("DELETE FROM lease WHERE name = 'moved'");
    if (to !== null) await client.query("INSERT INTO lease VALUES ('moved', $1, $2)", [to, Number.MAX_SAFE_INTEGER]);
  } finally {
    client.release();
  }
}

function hold(client: PoolClient, lock: number): Hold {
  let isHeld = true;
  const lose = (): void => {
    isHeld = false;
  };
  client.once('error', lose).once('end', lose);
  return {
    isHeld: () => isHeld,
    release: async () => {
      if (!isHeld) return client.release(true);
      client.off('error', lose).off('end', lose);
      lose();
      const released = await client.query('SELECT pg_advisory_unlock($1)', [lock]).catch(() => null);
      client.release(released === null);
    },
  };
}
