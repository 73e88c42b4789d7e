import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A query whose shape never changes, only its values. It must not look at them. */
export type Template<A extends readonly unknown[], R> = (db: Kysely<Schema>, ...values: A) => Compilable<R>;

/** Fills a template's values in. */
export type Fill = <A extends readonly unknown[], R>(template: Template<A, R>, ...values: A) => CompiledQuery<R>;

/** Stands for a value while the query is built. */
interface Hole {
  readonly argument: number;
  /** Where the argument is a record: which of its fields. */
  readonly field: string | null;
}

interface Built {
  readonly query: CompiledQuery;
  readonly holes: readonly (Hole | null)[];
}

/** Builds each template once, since building a query takes longer than running it. */
export function createFill(db: Kysely<Schema>): Fill {
  const built = new Map<unknown, Built>();
  return <A extends readonly unknown[], R>(template: Template<A, R>, ...values: A): CompiledQuery<R> => {
    const { query, holes } = built.get(template) ?? remember(built, template, build(db, template, values));
    const parameters = query.parameters.map((fixed, index) => {
      const hole = holes[index] ?? null;
      return hole === null ? fixed : valueAt(values, hole);
    });
    return { ...query, parameters };
  };
}

function remember(built: Map<unknown, Built>, template: unknown, value: Built): Built {
  built.set(template, value);
  return value;
}

function build<A extends readonly unknown[]>(db: Kysely<Schema>, template: Template<A, unknown>, sample: A): Built {
  const holes = new Map<unknown, Hole>();
  const punch = (argument: number, field: string | null): unknown => {
    const hole: Hole = Object.freeze({ argument, field });
    holes.set(hole, hole);
    return hole;
  };
  const stand = sample.map((value, argument) => {
    if (typeof value !== 'object' || value === null) return punch(argument, null);
    return Object.fromEntries(Object.keys(value).map((field) => [field, punch(argument, field)]));
  });
  const query = template(db, ...(stand as unknown as A)).compile();
  return { query, holes: query.parameters.map((parameter) => holes.get(parameter) ?? null) };
}

function valueAt(values: readonly unknown[], { argument, field }: Hole): unknown {
  const value = values[argument];
  return field === null ? value : (value as Readonly<Record<string, unknown>>)[field];
}
