import type { CompiledQuery } from 'kysely';
import { isLostConnection, isLostRace, isOutdated } from './errors.ts';
import type { QueryAnswer } from '../work.ts';
import type { Transaction } from './transaction.ts';

/** The statements of one run of a piece of work. */
export interface Statements {
  query(query: CompiledQuery): Promise<QueryAnswer>;
  /** Throws where the work came to its end but must not be committed. */
  finish(): void;
}

/** Thrown when the work went on after a statement had failed, which a transaction of PostgreSQL does not survive. */
export class GoesOn extends Error {}

/** Statements as they come. Once one has failed nothing more can be done. */
export function plainStatements(transaction: Transaction): Statements {
  let failure: unknown = null;
  const check = (): void => {
    if (failure === null) return;
    throw isLostRace(failure) || isLostConnection(failure) || isOutdated(failure) ? failure : new GoesOn();
  };
  return {
    query: async (query) => {
      check();
      try {
        return await transaction.query(query);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    finish: check,
  };
}

/** Each statement under a savepoint, so that one that fails leaves the others alone. */
export function carefulStatements(transaction: Transaction): Statements {
  return {
    query: async (query) => {
      transaction.send('SAVEPOINT one');
      try {
        return await transaction.query(query);
      } catch (error) {
        if (isLostConnection(error)) throw error;
        transaction.forgive();
        transaction.send('ROLLBACK TO one');
        throw error;
      }
    },
    finish: () => {},
  };
}
