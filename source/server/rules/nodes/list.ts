import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { AppError } from '../../../domain/app-error.ts';
import { bit } from '../../metadata/bit.ts';
import type { NodeRow, Schema, VolumeRow } from '../../metadata/schema.ts';
import { all, first } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { below, findNode } from './find.ts';
import type { Found } from './find.ts';

/** A node with what its representation needs besides. */
export interface Described extends Found {
  readonly hasChildren: boolean;
}

/** A run of a directory's children in the order of their names. */
export interface ChildrenPage {
  readonly children: readonly Described[];
  /** What the next page begins after; null at the end. */
  readonly next: string | null;
}

export function* describe(tx: Tx, found: Found): Work<Described> {
  if (found.node.kind === 'file') return { ...found, hasChildren: false };
  const child = yield* first(
    tx.db.selectFrom('node').select('id').where('parent_id', '=', found.node.id).where('is_live', '=', bit(1)).limit(1),
  );
  return { ...found, hasChildren: child !== null };
}

/** The live node at a path, described. */
export function* getNode(tx: Tx, accountId: number, path: string): Work<Described> {
  return yield* describe(tx, yield* findNode(tx, accountId, path));
}

export interface PageOptions {
  readonly after: string | null;
  readonly limit: number;
}

/** The next children of a directory; `permission-denied` for a file (protocol §2.4). */
export function* listChildren(tx: Tx, parent: Found, { after, limit }: PageOptions): Work<ChildrenPage> {
  if (parent.node.kind === 'file') throw new AppError('permission-denied', 'Files have no Children');
  const id = parent.node.id;
  const query = after === null ? tx.fill(firstChildren, id, limit) : tx.fill(nextChildren, id, limit, after);
  const rows = yield* all(query);
  const children = rows.map((row) => ({ ...below(parent, row), hasChildren: Boolean(row.has_children) }));
  return { children, next: rows.length < limit ? null : (rows.at(-1)?.name_key ?? null) };
}

function nextChildren(db: Kysely<Schema>, parentId: string, limit: number, after: string) {
  return firstChildren(db, parentId, limit).where('name_key', '>', after);
}

function firstChildren(db: Kysely<Schema>, parentId: string, limit: number) {
  return db
    .selectFrom('node')
    .selectAll()
    .select((e) =>
      e
        .case()
        .when('kind', '=', e.val('file').$castTo<NodeRow['kind']>())
        .then(sql.lit(false))
        .else(
          e.exists(
            e
              .selectFrom('node as child')
              .select('child.id')
              .whereRef('child.parent_id', '=', 'node.id')
              .where('child.is_live', '=', bit(1)),
          ),
        )
        .end()
        .as('has_children'),
    )
    .where('parent_id', '=', parentId)
    .where('is_live', '=', bit(1))
    .orderBy('name_key')
    .limit(limit);
}

/** All live published files of an account (protocol §2.6). */
export function* listPublic(tx: Tx, accountId: number): Work<Described[]> {
  const rows = yield* all(
    tx.db
      .selectFrom('node')
      .innerJoin('volume', 'volume.id', 'node.volume_id')
      .selectAll('node')
      .where('volume.account_id', '=', accountId)
      .where('volume.is_live', '=', bit(1))
      .where('node.is_live', '=', bit(1))
      .where('node.public_id', 'is not', null)
      .orderBy('node.created_at')
      .orderBy('node.id'),
  );
  return yield* locate(tx, rows);
}

/** Rows of any volumes with their paths, found by going up; each directory is looked at once. */
export function* locate(tx: Tx, rows: readonly NodeRow[]): Work<Described[]> {
  const volumes = new Map<string, VolumeRow>();
  const paths = new Map<string, string>();
  const described: Described[] = [];
  for (const node of rows) {
    const volume = volumes.get(node.volume_id) ?? (yield* volumeById(tx, node.volume_id));
    volumes.set(volume.id, volume);
    const path = yield* pathOf(tx, node, paths);
    described.push(yield* describe(tx, { volume, node, path }));
  }
  return described;
}

function* volumeById({ db }: Tx, id: string): Work<VolumeRow> {
  const volume = yield* first(db.selectFrom('volume').selectAll().where('id', '=', id));
  if (volume === null) throw new Error(`no volume ${id}`);
  return volume;
}

function* pathOf(tx: Tx, node: Pick<NodeRow, 'parent_id' | 'name'>, paths: Map<string, string>): Work<string> {
  if (node.parent_id === null) return '/';
  let parent = paths.get(node.parent_id);
  if (parent === undefined) {
    const row = yield* first(tx.db.selectFrom('node').select(['parent_id', 'name']).where('id', '=', node.parent_id));
    parent = row === null ? '/' : yield* pathOf(tx, row, paths);
    paths.set(node.parent_id, parent);
  }
  return parent === '/' ? `/${node.name}` : `${parent}/${node.name}`;
}
