import { sql } from 'kysely';

/** A truth value written into a query, not bound: a partial index is found only when the value is known beforehand. */
export function bit<B extends 0 | 1>(value: B) {
  return sql.lit(value);
}
