import { first, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';

/** An internal error as it is kept. */
export interface Oops {
  readonly id: string;
  /** Status, method and route. */
  readonly summary: string;
  readonly stack: string;
}

export function* recordOops({ db, now }: Tx, { id, summary, stack }: Oops): Work<void> {
  yield* run(db.insertInto('oops').values({ id, at: now, summary, stack }));
}

/** The internal error of this ID; null when it is not known (any more). */
export function* findOops({ db }: Tx, id: string): Work<(Oops & { readonly at: number }) | null> {
  return yield* first(db.selectFrom('oops').selectAll().where('id', '=', id));
}
