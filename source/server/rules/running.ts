import { all, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';

/** Milliseconds after which a server that tells nothing more counts as gone. */
const SILENCE = 10_000;

/** How many requests run at a time of the accounts that share a counter, which are few. */
export type RunningCounts = ReadonlyMap<number, number>;

/** Tells what one server has running, and answers what all others together have. */
export function* exchangeRunning({ db, now }: Tx, server: string, counts: RunningCounts): Work<RunningCounts> {
  yield* run(db.deleteFrom('running').where((e) => e.or([e('server', '=', server), e('seen_at', '<', now - SILENCE)])));
  const rows = [...counts].map(([cell, count]) => ({ server, cell, count, seen_at: now }));
  if (rows.length > 0) yield* run(db.insertInto('running').values(rows));
  return yield* runningElsewhere({ db }, server);
}

/** The same where there is nothing to tell. */
export function* runningElsewhere({ db }: Pick<Tx, 'db'>, server: string): Work<RunningCounts> {
  const others = yield* all(
    db
      .selectFrom('running')
      .select((e) => ['cell', e.fn.sum<number>('count').as('count')])
      .where('server', '!=', server)
      .groupBy('cell'),
  );
  return new Map(others.map(({ cell, count }) => [cell, count]));
}
