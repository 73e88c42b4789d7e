import type { Kysely } from 'kysely';
import { AppError } from '../../../domain/app-error.ts';
import { bit } from '../../metadata/bit.ts';
import type { NodeRow, Schema, VolumeRow } from '../../metadata/schema.ts';
import { first } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { nameKey } from '../names.ts';
import { findPlace } from '../volumes.ts';

/** A node and where it is. */
export interface Found {
  readonly volume: VolumeRow;
  readonly node: NodeRow;
  /** Relative to the volume; `/` for its top directory. */
  readonly path: string;
}

/** How far down a path the tree goes. */
export interface Walk {
  readonly volume: VolumeRow;
  /** The last node that is there, a file perhaps. */
  readonly node: NodeRow;
  readonly path: string;
  /** The names that are not there; empty when the whole path is. */
  readonly missing: readonly string[];
}

export function* topOf({ fill }: Tx, volume: VolumeRow): Work<NodeRow> {
  const top = yield* first(fill(nodeById, volume.top_id));
  if (top === null) throw new Error(`volume ${volume.id} has no top directory`);
  return top;
}

/** The live child of that name; null when there is none. */
export function* childOf({ fill }: Tx, parentId: string, name: string): Work<NodeRow | null> {
  return yield* first(fill(liveChild, parentId, nameKey(name)));
}

function nodeById(db: Kysely<Schema>, id: string) {
  return db.selectFrom('node').selectAll().where('id', '=', id);
}

function liveChild(db: Kysely<Schema>, parentId: string, key: string) {
  return db
    .selectFrom('node')
    .selectAll()
    .where('parent_id', '=', parentId)
    .where('name_key', '=', key)
    .where('is_live', '=', bit(1));
}

/** Walks down a path that begins with its volume's; `not-found` when the volume is not there. */
export function* walk(tx: Tx, accountId: number, path: string): Work<Walk> {
  const { volume, names } = yield* findPlace(tx, accountId, path);
  const [name, ...rest] = names;
  // The row of the top directory matters only where the way ends at it.
  const child = name === undefined ? null : yield* childOf(tx, volume.top_id, name);
  if (child !== null) return yield* walkFrom(tx, { volume, node: child, path: `/${child.name}` }, rest);
  return { volume, node: yield* topOf(tx, volume), path: '/', missing: names };
}

/** Walks down from a node that was found. */
export function* walkFrom(tx: Tx, start: Found, names: readonly string[]): Work<Walk> {
  let at = start;
  for (const [depth, name] of names.entries()) {
    const child = at.node.kind === 'directory' ? yield* childOf(tx, at.node.id, name) : null;
    if (child === null) return { ...at, missing: names.slice(depth) };
    at = below(at, child);
  }
  return { ...at, missing: [] };
}

/** The live node at a path that begins with its volume's; `not-found` when there is none. */
export function* findNode(tx: Tx, accountId: number, path: string): Work<Found> {
  return mustBeThere(yield* walk(tx, accountId, path));
}

export function mustBeThere({ volume, node, path, missing }: Walk): Found {
  if (missing.length > 0) throw new AppError('not-found', 'The node does not exist.');
  return { volume, node, path };
}

/** A child that was found in a directory, with its path. */
export function below(parent: Found, child: NodeRow): Found {
  const path = parent.path === '/' ? `/${child.name}` : `${parent.path}/${child.name}`;
  return { volume: parent.volume, node: child, path };
}
