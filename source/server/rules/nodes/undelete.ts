import { sql } from 'kysely';
import { AppError } from '../../../domain/app-error.ts';
import { bit } from '../../metadata/bit.ts';
import type { NodeRow } from '../../metadata/schema.ts';
import { first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { nextGeneration } from '../generations.ts';
import { nameKey, namesBeside } from '../names.ts';
import { takeRoom } from '../quota.ts';
import { findPlace } from '../volumes.ts';
import { below, childOf, topOf, walkFrom } from './find.ts';
import type { Found } from './find.ts';
import { makeMissing, touchParent } from './make.ts';

/**
 * Brings back the node that was last deleted at this path, with all that went with it, under a free name in a directory
 * that is made where it is gone too. It is no longer public. Rejects with `not-found` when nothing was deleted there.
 */
export function* undeleteNode(tx: Tx, accountId: number, path: string): Work<Found> {
  const { volume, names } = yield* findPlace(tx, accountId, path);
  const top: Found = { volume, node: yield* topOf(tx, volume), path: '/' };
  const dead = yield* findDead(tx, top.node, names);
  const parent = yield* makeMissing(tx, yield* walkFrom(tx, top, names.slice(0, -1)), 'directory');
  const name = yield* freeName(tx, parent.node.id, dead.name);
  const bytes = (dead.size ?? 0) + (dead.kind === 'directory' ? yield* reviveBelow(tx, dead) : 0);
  yield* takeRoom(tx, accountId, bytes);
  const generation = yield* nextGeneration(tx, volume.id);
  const place = { parent_id: parent.node.id, name, name_key: nameKey(name) };
  const change = { ...place, generation, changed_at: tx.now, is_live: 1, died_at: null, public_id: null } as const;
  yield* run(tx.db.updateTable('node').set(change).where('id', '=', dead.id));
  yield* touchParent(tx, parent.node.id);
  return below(parent, { ...dead, ...change });
}

/** Goes down by what lives or else was deleted last; the end must be dead. */
function* findDead(tx: Tx, top: NodeRow, names: readonly string[]): Work<NodeRow> {
  let at: NodeRow | null = top;
  for (const [depth, name] of names.entries()) {
    const isLast = depth === names.length - 1;
    const live: NodeRow | null = isLast ? null : yield* childOf(tx, at.id, name);
    at = live ?? (yield* lastDeadChild(tx, at.id, name));
    if (at === null) break;
  }
  if (at === null || at.is_live === 1) throw new AppError('not-found', 'Nothing was deleted there.');
  return at;
}

function* lastDeadChild({ db }: Tx, parentId: string, name: string): Work<NodeRow | null> {
  return yield* first(
    db
      .selectFrom('node')
      .selectAll()
      .where('parent_id', '=', parentId)
      .where('name_key', '=', nameKey(name))
      .where('is_live', '=', bit(0))
      .orderBy('died_at', 'desc')
      .limit(1),
  );
}

function* freeName(tx: Tx, parentId: string, name: string): Work<string> {
  if ((yield* childOf(tx, parentId, name)) === null) return name;
  for (const other of namesBeside(name, tx.newId())) if ((yield* childOf(tx, parentId, other)) === null) return other;
  throw new Error('even a random name was taken');
}

/** Brings back what died along with a directory; answers how many bytes that are. */
function* reviveBelow({ db }: Tx, { id, died_at: diedAt }: NodeRow): Work<number> {
  const tree = sql`(WITH RECURSIVE tree (id) AS (
      SELECT id FROM node WHERE parent_id = ${id} AND is_live = 0 AND died_at = ${diedAt}
      UNION ALL
      SELECT node.id FROM node JOIN tree ON node.parent_id = tree.id WHERE node.is_live = 0 AND node.died_at = ${diedAt}
    ) SELECT id FROM tree)`;
  const row = yield* first(
    db
      .selectFrom('node')
      .select((e) => e.fn.coalesce(e.fn.sum<number>('size'), e.val(0)).as('bytes'))
      .where('id', 'in', sql<string>`${tree}`),
  );
  const alive = { is_live: 1, died_at: null, public_id: null } as const;
  // The same tree again would be empty once the first of it lives, so it is one statement.
  yield* run(
    db
      .updateTable('node')
      .set(alive)
      .where('id', 'in', sql<string>`${tree}`),
  );
  return row?.bytes ?? 0;
}
