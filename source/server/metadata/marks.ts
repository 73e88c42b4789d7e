import { AppError } from '../../domain/app-error.ts';
import { all, first, run } from './work.ts';
import type { Tx, Work } from './work.ts';

/**
 * What a move has written down on both its ends, so that it can go on whatever ends it: who this data is (`self`), where it
 * was moved to (`moved`, which stops all changes), where it is coming from (`arriving`, until all of it is there, which stops
 * them too) and where it came from (`arrived`).
 */
export interface Marks {
  readonly self: string | null;
  readonly moved: string | null;
  readonly arriving: string | null;
  readonly arrived: string | null;
}

const NAMES = ['self', 'moved', 'arriving', 'arrived'] as const;
const FOR_EVER = Number.MAX_SAFE_INTEGER;

export function* readMarks({ db }: Tx): Work<Marks> {
  const rows = yield* all(db.selectFrom('lease').select(['name', 'holder']).where('name', 'in', NAMES));
  const holderOf = (name: string) => rows.find((row) => row.name === name)?.holder ?? null;
  return {
    self: holderOf('self'),
    moved: holderOf('moved'),
    arriving: holderOf('arriving'),
    arrived: holderOf('arrived'),
  };
}

/** Gives this data an id of its own where it has none; answers it. */
export function* identify(tx: Tx): Work<string> {
  const self = { name: 'self', holder: tx.newId(), until: FOR_EVER };
  yield* run(
    tx.db
      .insertInto('lease')
      .values(self)
      .onConflict((conflict) => conflict.doNothing()),
  );
  return (yield* readMarks(tx)).self ?? self.holder;
}

/** Notes where data is coming from. Rejects with `name-taken` where there is some already. */
export function* markArriving(tx: Tx, source: string): Work<void> {
  yield* checkRoom(tx);
  yield* identify(tx);
  yield* run(tx.db.deleteFrom('lease').where('name', '=', 'arrived'));
  yield* run(tx.db.insertInto('lease').values({ name: 'arriving', holder: source, until: FOR_EVER }));
}

/** Makes what arrived whole: from here on it may be served. Answers the id that this data has here. */
export function* markArrived(tx: Tx, source: string): Work<string> {
  const arriving = tx.db.updateTable('lease').set({ name: 'arrived' }).where('name', '=', 'arriving');
  if ((yield* run(arriving.where('holder', '=', source))) === 0)
    throw new AppError('changed', 'Something else was done here meanwhile; begin again.');
  return yield* identify(tx);
}

/** Rejects with `name-taken` where there is data, or some other is on its way. */
export function* checkRoom(tx: Tx, source?: string): Work<void> {
  const { arriving } = yield* readMarks(tx);
  if (arriving !== null && arriving !== source)
    throw new AppError('name-taken', 'Data from another place is on its way there, and not all of it has come.', {
      hint: 'Finish that move, or name an empty folder or database',
    });
  if ((yield* first(tx.db.selectFrom('account').select('id').limit(1))) === null) return;
  throw new AppError('name-taken', 'There is data already where this should go.', {
    hint: 'Name an empty folder or database',
  });
}

/** Rejects with `busy` where data is still on its way: the half of it must not be taken for the whole. */
export async function refuseUnfinished(metadata: { read<T>(work: (tx: Tx) => Work<T>): Promise<T> }): Promise<void> {
  if ((await metadata.read(readMarks)).arriving === null) return;
  throw new AppError('busy', 'Data is still on its way here, and not all of it has come.', {
    hint: 'Run the same "u1file admin migrate" again until it ends, or begin anew with an empty place',
  });
}
