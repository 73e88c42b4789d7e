import { AppError } from '../../../domain/app-error.ts';
import { run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { nextGeneration } from '../generations.ts';
import { checkPath, nameKey } from '../names.ts';
import { below, childOf, mustBeThere, topOf, walkFrom } from './find.ts';
import type { Found } from './find.ts';
import { touchParent } from './make.ts';
import { killTree } from './remove.ts';

/**
 * Moves or renames within a volume. `to` is relative to it and begins with a slash. What stands at the target goes with
 * everything below it; the directory that is to hold it must be there (protocol §2.4). The same path as now is nothing.
 */
export function* moveNode(tx: Tx, found: Found, to: string): Work<Found> {
  if (to === found.path) return found;
  const names = splitTarget(to);
  if (found.node.parent_id === null) throw new AppError('permission-denied', 'A volume can not be moved.');
  if (isBelow(to, found.path)) throw new AppError('permission-denied', "Can't move a node into itself.");
  if (isBelow(found.path, to)) throw new AppError('permission-denied', "Can't move a node onto a directory above it.");
  const parent = yield* findParent(tx, found, names.slice(0, -1));
  const name = names.at(-1) ?? '';
  const taken = yield* childOf(tx, parent.node.id, name);
  if (taken !== null) yield* killTree(tx, { volume: found.volume, node: taken });
  const generation = yield* nextGeneration(tx, found.volume.id);
  const change = { parent_id: parent.node.id, name, name_key: nameKey(name), generation, changed_at: tx.now };
  yield* run(tx.db.updateTable('node').set(change).where('id', '=', found.node.id));
  yield* touchParent(tx, found.node.parent_id);
  if (parent.node.id !== found.node.parent_id) yield* touchParent(tx, parent.node.id);
  return below(parent, { ...found.node, ...change });
}

function splitTarget(to: string): string[] {
  if (!to.startsWith('/')) throw new AppError('invalid-name', 'The path must start with a slash.');
  if (to.endsWith('/')) throw new AppError('invalid-name', 'The path must not end with a slash.');
  checkPath(to.slice(1));
  return to.slice(1).split('/');
}

function* findParent(tx: Tx, { volume }: Found, names: readonly string[]): Work<Found> {
  const top: Found = { volume, node: yield* topOf(tx, volume), path: '/' };
  const parent = mustBeThere(yield* walkFrom(tx, top, names));
  if (parent.node.kind === 'file') throw new AppError('not-a-folder', 'The new parent is not a Directory.');
  return parent;
}

function isBelow(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}/`);
}
