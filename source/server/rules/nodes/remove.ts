import { sql } from 'kysely';
import { AppError } from '../../../domain/app-error.ts';
import { first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { nextGeneration } from '../generations.ts';
import { takeRoom } from '../quota.ts';
import { findNode } from './find.ts';
import type { Found } from './find.ts';
import { touchParent } from './make.ts';

/** Removes the node at a path with everything below it; a volume's top directory stays (protocol §2.4). */
export function* removeNode(tx: Tx, accountId: number, path: string): Work<void> {
  const found = yield* findNode(tx, accountId, path);
  if (found.node.parent_id === null) throw new AppError('permission-denied', 'A volume can not be deleted as a node.');
  yield* killTree(tx, found);
}

/** Marks a tree dead: one generation, stamped on the node alone; its room is free at once (protocol §5.3, §5.5). */
export function* killTree(tx: Tx, { volume, node }: Pick<Found, 'volume' | 'node'>): Work<void> {
  const generation = yield* nextGeneration(tx, volume.id);
  const { db, now } = tx;
  const bytes = node.kind === 'file' ? (node.size ?? 0) : yield* killBelow(tx, node.id);
  yield* run(
    db.updateTable('node').set({ is_live: 0, died_at: now, generation, changed_at: now }).where('id', '=', node.id),
  );
  yield* touchParent(tx, node.parent_id);
  yield* takeRoom(tx, volume.account_id, -bytes);
}

/** Marks everything below a directory dead; answers how many bytes that were. */
function* killBelow({ db, now }: Tx, directoryId: string): Work<number> {
  const tree = sql`(WITH RECURSIVE tree (id) AS (
      SELECT id FROM node WHERE parent_id = ${directoryId} AND is_live = 1
      UNION ALL
      SELECT node.id FROM node JOIN tree ON node.parent_id = tree.id WHERE node.is_live = 1
    ) SELECT id FROM tree)`;
  const row = yield* first(
    db
      .selectFrom('node')
      .select((e) => e.fn.coalesce(e.fn.sum<number>('size'), e.val(0)).as('bytes'))
      .where('id', 'in', sql<string>`${tree}`),
  );
  yield* run(
    db
      .updateTable('node')
      .set({ is_live: 0, died_at: now })
      .where('id', 'in', sql<string>`${tree}`),
  );
  return row?.bytes ?? 0;
}
