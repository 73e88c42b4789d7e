import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** What came of one query. */
export interface QueryAnswer {
  readonly rows: readonly unknown[];
  /** Rows inserted, updated or deleted. */
  readonly changed: number;
}

/**
 * A piece of a transaction: it yields queries and is handed their answers. Written so, the rules know of no database:
 * SQLite drives them to the end in one go, holding its one connection for no longer than that, and a database that is
 * far away drives the same code with waits in between. It may be run anew after a lost race, so it touches nothing else.
 */
export type Work<T> = Generator<CompiledQuery, T, QueryAnswer>;

/** What every rule is given: the tables, and the things that must not come from nowhere. */
export interface Tx {
  /** Builds queries; it never runs one by itself. */
  readonly db: Kysely<Schema>;
  /** Milliseconds since 1970, the same for the whole transaction. */
  readonly now: number;
  /** A fresh random UUID. */
  readonly newId: () => string;
}

/** All rows of a query. */
export function* all<R>(query: Compilable<R>): Work<R[]> {
  const answer = yield query.compile();
  return answer.rows as R[];
}

/** The first row of a query; null when there is none. */
export function* first<R>(query: Compilable<R>): Work<R | null> {
  const answer = yield query.compile();
  return (answer.rows[0] as R | undefined) ?? null;
}

/** Runs an insert, update or delete; answers how many rows it touched. */
export function* run(query: Compilable): Work<number> {
  const answer = yield query.compile();
  return answer.changed;
}
