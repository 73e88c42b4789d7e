import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import type { Fill } from './templates.ts';

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
  /** The same for queries that run all the time: built once, then only filled in. */
  readonly fill: Fill;
  /** Milliseconds since 1970, the same for the whole transaction. */
  readonly now: number;
  /**
   * From here to the end of the transaction nobody else has passed the same line for the same name. Where transactions run
   * beside each other, a rule that decides by what it has read locks it first; where they do not, it costs nothing.
   */
  readonly lock: (name: string) => Work<void>;
  /** A fresh random UUID. */
  readonly newId: () => string;
}

/** A query that is built, or nearly. */
export type Query<R> = Compilable<R> | CompiledQuery<R>;

/** All rows of a query. */
export function* all<R>(query: Query<R>): Work<R[]> {
  const answer = yield compiled(query);
  return answer.rows as R[];
}

/** The first row of a query; null when there is none. */
export function* first<R>(query: Query<R>): Work<R | null> {
  const answer = yield compiled(query);
  return (answer.rows[0] as R | undefined) ?? null;
}

/** Runs an insert, update or delete; answers how many rows it touched. */
export function* run(query: Query<unknown>): Work<number> {
  const answer = yield compiled(query);
  return answer.changed;
}

function compiled<R>(query: Query<R>): CompiledQuery<R> {
  return 'compile' in query ? query.compile() : query;
}
