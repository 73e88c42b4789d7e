import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { CompiledQuery, Kysely } from 'kysely';
import { AppError } from '../../../domain/app-error.ts';
import type { Hold } from '../metadata.ts';
import { readOnly } from '../read-only.ts';
import type { Schema } from '../schema.ts';
import type { Connection } from './connection.ts';

/** Milliseconds after which a lease is over that its holder did not renew, since it ended or hangs. */
const LEASE = 30_000;
const RENEW = 5000;
/** Milliseconds between two tries to get a lease. */
const LOOK_EVERY = 100;
const MOVED = 'moved';
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** Who sweeps, and who has stopped all changes. */
type LeaseName = 'sweep' | 'changes';

/** Locks among programs, which no lock of SQLite's could be: those are held for a transaction at most. */
export interface Leases {
  /** Null while another program has it. */
  readonly tryHold: (name: LeaseName) => Hold | null;
  /** Stops all changes for good, or allows them again. */
  readonly setMoved: (to: string | null) => void;
  /** Throws `busy` while changes are stopped. To be asked within the transaction that changes something. */
  readonly checkChanges: () => void;
}

/** Times are those of the machine, whatever clock the rules are given: all programs on the file run on it. */
export function createLeases(connection: Connection, db: Kysely<Schema>, leaveReadings: () => void): Leases {
  const query: Connection['query'] = (compiled) => {
    leaveReadings();
    return connection.query(compiled);
  };
  const changes = db
    .selectFrom('lease')
    .select('until')
    .where('name', 'in', [sql.lit('changes'), sql.lit(MOVED), sql.lit('arriving')])
    .orderBy('until', 'desc')
    .compile();
  const take = (name: string, holder: string): boolean => query(takeLease(db, name, holder)).changed > 0;
  return {
    tryHold: (name) => {
      const holder = randomUUID();
      return take(name, holder) ? hold({ query, db, renew: () => take(name, holder) }, holder) : null;
    },
    setMoved: (to) => {
      query(db.deleteFrom('lease').where('name', '=', MOVED).compile());
      if (to !== null) query(db.insertInto('lease').values({ name: MOVED, holder: to, until: FOR_EVER }).compile());
    },
    checkChanges: () => {
      const [row] = connection.query(changes).rows as { until: number }[];
      if (row !== undefined && row.until > Date.now()) throw readOnly();
    },
  };
}

/** Waits until it is to be had, longer than the lease of a program that was killed lasts. */
export async function waitForHold(tryHold: () => Hold | null): Promise<Hold> {
  for (const end = performance.now() + 2 * LEASE; performance.now() < end;) {
    const hold = tryHold();
    if (hold !== null) return hold;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
  throw new AppError('busy', 'Another program is moving this data.', { hint: 'Try again when it has ended' });
}

function takeLease(db: Kysely<Schema>, name: string, holder: string): CompiledQuery {
  const until = Date.now() + LEASE;
  return db
    .insertInto('lease')
    .values({ name, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where((e) => e.or([e('lease.until', '<', Date.now()), e('lease.holder', '=', holder)])),
    )
    .compile();
}

interface Renewing extends Pick<Connection, 'query'> {
  readonly db: Kysely<Schema>;
  readonly renew: () => boolean;
}

function hold({ query, db, renew }: Renewing, holder: string): Hold {
  let until = Date.now() + LEASE;
  const timer = setInterval(() => {
    const next = Date.now() + LEASE;
    if (until > Date.now() && attempt(renew)) until = next;
  }, RENEW);
  timer.unref();
  return {
    isHeld: () => until > Date.now(),
    release: async () => {
      clearInterval(timer);
      until = 0;
      query(db.deleteFrom('lease').where('holder', '=', holder).compile());
    },
  };
}

/** A database that is busy for a moment is asked again by the next renewal. */
function attempt(renew: () => boolean): boolean {
  try {
    return renew();
  } catch {
    return false;
  }
}
