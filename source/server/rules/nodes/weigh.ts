import { sql } from 'kysely';
import { first } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import type { Found } from './find.ts';

/** What a node holds. */
export interface Weight {
  /** Files below a directory; 1 for a file. */
  readonly files: number;
  /** Their bytes. */
  readonly bytes: number;
}

/** Counts the live files of a tree. */
export function* weigh({ db }: Tx, { node }: Pick<Found, 'node'>): Work<Weight> {
  if (node.kind === 'file') return { files: 1, bytes: node.size ?? 0 };
  const tree = sql<string>`(WITH RECURSIVE tree (id) AS (
      SELECT id FROM node WHERE parent_id = ${node.id} AND is_live = 1
      UNION ALL
      SELECT node.id FROM node JOIN tree ON node.parent_id = tree.id WHERE node.is_live = 1
    ) SELECT id FROM tree)`;
  const row = yield* first(
    db
      .selectFrom('node')
      .select((e) => [
        e.fn.countAll<number>().as('files'),
        e.fn.coalesce(e.fn.sum<number>('size'), e.val(0)).as('bytes'),
      ])
      .where('kind', '=', 'file')
      .where('id', 'in', tree),
  );
  return row ?? { files: 0, bytes: 0 };
}
