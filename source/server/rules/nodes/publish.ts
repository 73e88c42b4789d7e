import { AppError } from '../../../domain/app-error.ts';
import { run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { nextGeneration } from '../generations.ts';
import type { Found } from './find.ts';

/** Publishes a file or stops that. Doing it twice changes nothing; publishing anew gives a new address (protocol §2.4). */
export function* publishNode(tx: Tx, found: Found, isPublic: boolean): Work<Found> {
  const { node, volume } = found;
  if (node.kind === 'directory') throw new AppError('permission-denied', 'Directories cant be public.');
  if (isPublic === (node.public_id !== null)) return found;
  const generation = yield* nextGeneration(tx, volume.id);
  const change = { public_id: isPublic ? tx.newId() : null, generation, changed_at: tx.now };
  yield* run(tx.db.updateTable('node').set(change).where('id', '=', node.id));
  return { ...found, node: { ...node, ...change } };
}
