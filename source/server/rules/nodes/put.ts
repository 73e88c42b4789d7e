import { AppError } from '../../../domain/app-error.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { setContent } from './content.ts';
import { walk } from './find.ts';
import type { Found, Walk } from './find.ts';
import { makeMissing } from './make.ts';
import { moveNode } from './move.ts';
import { publishNode } from './publish.ts';
import { reusableBlob } from './reuse.ts';

/** The keys of a node's PUT that mean something; null or missing is "not asked for". */
export interface NodeWish {
  readonly kind: string | null;
  readonly path: string | null;
  readonly isPublic: boolean | null;
  readonly hash: string | null;
  readonly magicHash: string | null;
}

/** Create, move, publish and re-use of content: the one verb of protocol §2.4, in its order, all or nothing. */
export function* putNode(tx: Tx, accountId: number, path: string, wish: NodeWish): Work<Found> {
  const place = yield* walk(tx, accountId, path);
  if (place.missing.length > 0) return yield* create(tx, place, wish);
  let found: Found = place;
  if (found.node.kind === 'file' && wish.hash !== null && wish.magicHash !== null)
    found = yield* setContent(
      tx,
      found,
      yield* reusableBlob(tx, accountId, { hash: wish.hash, magicHash: wish.magicHash }),
    );
  if (wish.path !== null) found = yield* moveNode(tx, found, wish.path);
  if (wish.isPublic !== null) found = yield* publishNode(tx, found, wish.isPublic);
  return found;
}

/** Path and publicity are ignored on creation. */
function* create(tx: Tx, place: Walk, { kind, hash, magicHash }: NodeWish): Work<Found> {
  if (kind === null) throw new AppError('not-found', 'The node does not exist.');
  const lower = kind.toLowerCase();
  if (lower !== 'file' && lower !== 'directory') throw new AppError('permission-denied', 'Invalid node Kind');
  const made = yield* makeMissing(tx, place, lower);
  if (lower === 'directory' || hash === null) return made;
  const blob = yield* reusableBlob(tx, made.volume.account_id, { hash, magicHash });
  return yield* setContent(tx, made, blob);
}
