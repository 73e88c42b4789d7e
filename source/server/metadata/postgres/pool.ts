import pg from 'pg';
import type { ClientBase, PoolClient } from 'pg';
import { busy, isLostConnection } from './errors.ts';
import { splitHosts } from './hosts.ts';

/** PostgreSQL's numbers for int8 and numeric, which the driver hands over as text; sizes and times fit a number. */
const INT8 = 20;
const NUMERIC = 1700;

export interface PoolOptions {
  readonly url: string;
  /** Connections at most. */
  readonly most: number;
  /** Milliseconds that a statement may take, and that a connection may idle within a transaction. */
  readonly patience: number;
}

/** Connections to the one server that takes changes, whichever it is at the time. */
export interface Pool {
  /** A connection for the caller alone; rejects with `busy` when none is to be had within some seconds. */
  take(): Promise<PoolClient>;
  /** Milliseconds since 1970 by the clock of the database, which all servers share. */
  now(): number;
  close(): Promise<void>;
}

/** Milliseconds that a request waits for a connection, free or new, before it is told to come again. */
const CONNECT_PATIENCE = 10_000;
const LONGEST_LIFE = 600;

export function createPool({ url, most, patience }: PoolOptions): Pool {
  let ahead = 0;
  const welcome = async (client: ClientBase): Promise<void> => {
    // A connection that breaks in use fails its queries; this event besides would end the program.
    client.on('error', () => {});
    const before = Date.now();
    const { rows } = await client.query<{ is_standby: boolean; now: number }>(
      'SELECT pg_is_in_recovery() AS is_standby, (extract(epoch FROM clock_timestamp()) * 1000)::int8 AS now',
    );
    const [row] = rows;
    if (row === undefined || row.is_standby) throw new Error('the server is a standby, which takes no changes');
    ahead = row.now - (before + Date.now()) / 2;
  };
  const pools = splitHosts(url).map((each) => createHostPool({ url: each, most, patience }, welcome));
  // The server that answered last is asked first.
  let current = 0;
  const take = async (): Promise<PoolClient> => {
    let failure: unknown;
    for (let tried = 0; tried < pools.length; tried += 1) {
      const index = (current + tried) % pools.length;
      try {
        const client = await pools[index]?.connect();
        if (client === undefined) continue;
        current = index;
        return client;
      } catch (error) {
        failure = error;
        if (!isLostConnection(error)) throw error;
      }
    }
    throw busy(failure);
  };
  return {
    take,
    now: () => Math.round(Date.now() + ahead),
    close: async () => void (await Promise.all(pools.map((pool) => pool.end()))),
  };
}

function createHostPool({ url, most, patience }: PoolOptions, welcome: (client: ClientBase) => Promise<void>): pg.Pool {
  const settings = {
    statement_timeout: patience,
    lock_timeout: Math.min(patience, 10_000),
    idle_in_transaction_session_timeout: patience,
    // Every query here is meant to use an index; a plan that was made while a table was small must not stay a scan.
    enable_seqscan: 'off',
    jit: 'off',
  };
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'u1file',
    max: most,
    connectionTimeoutMillis: CONNECT_PATIENCE,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: LONGEST_LIFE,
    // Where the server does not even say no.
    query_timeout: patience + 5000,
    keepAlive: true,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: { getTypeParser: typeParser },
    // Statements go out without waiting for the answers to those before.
    pipeline: true,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, whatever its type says
    onConnect: welcome,
  });
  // A connection that breaks while nobody uses it is simply replaced.
  pool.on('error', () => {});
  return pool;
}

const typeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (oid === INT8 || oid === NUMERIC) return Number;
  return pg.types.getTypeParser(oid, format);
};
