import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { CompiledQuery } from 'kysely';
import type { QueryAnswer, Work } from '../work.ts';
import type { StatementNames } from './statement-names.ts';

/** What is sent of a compiled query. */
export type Query = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** One connection within one transaction. Statements are answered in the order they were sent. */
export interface Transaction {
  /** Sends a statement whose answer nobody waits for; its failure shows with the next one. */
  send(sql: string, values?: readonly unknown[]): void;
  readonly query: (query: Query) => Promise<QueryAnswer>;
  /** Resolves when all of it is kept. */
  commit(): Promise<void>;
  /** The failure so far was undone: what follows stands for itself again. */
  forgive(): void;
  /** Undoes it all; never rejects. */
  abandon(): Promise<void>;
}

export function openTransaction(client: PoolClient, names: StatementNames): Transaction {
  let first: unknown;
  const note = (error: unknown): never => {
    first ??= error;
    // What fails after the first failure only says that something failed before.
    throw first;
  };
  const ask = async (query: QueryConfig): Promise<QueryResult> => await client.query(query).catch(note);
  return {
    send: (sql, values = []) => {
      const query = values.length === 0 ? { text: sql } : { ...named(names, sql), values: [...values] };
      ask(query).catch(() => {});
    },
    query: async ({ sql, parameters }) => {
      const { rows, rowCount } = await ask({ ...named(names, sql), values: parameters.map(storable) });
      return { rows, changed: rowCount ?? 0 };
    },
    commit: async () => {
      const { command } = await ask({ text: 'COMMIT' });
      // Where something failed that nobody waited for, it is rolled back, and that is no failure for PostgreSQL.
      if (command !== 'COMMIT') throw first ?? new Error('the transaction was rolled back');
    },
    forgive: () => {
      first = undefined;
    },
    abandon: async () => void (await client.query('ROLLBACK').catch(() => {})),
  };
}

/** Runs the work to its end, each query once the one before is answered. */
export async function drive<T>(work: Work<T>, query: (query: CompiledQuery) => Promise<QueryAnswer>): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    let answer: QueryAnswer;
    try {
      answer = await query(step.value);
    } catch (error) {
      // The work may know what a failure means, a name that is taken for one.
      step = work.throw(error);
      continue;
    }
    step = work.next(answer);
  }
  return step.value;
}

function named(names: StatementNames, sql: string): QueryConfig {
  const name = names.nameOf(sql);
  return name === null ? { text: sql } : { text: sql, name };
}

/** No text of PostgreSQL holds a NUL. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}
