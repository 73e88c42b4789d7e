import type { Tx } from '../work.ts';
import type { Pool } from './pool.ts';
import type { StatementNames } from './statement-names.ts';

/** What transactions are made of. */
export interface Runner {
  readonly pool: Pool;
  readonly names: StatementNames;
  readonly begin: Begin;
}

/** Begins what a rule is given, with how it takes locks. */
export type Begin = (lock: Tx['lock']) => Tx;
