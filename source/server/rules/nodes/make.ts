import type { Kysely } from 'kysely';
import type { NodeRow, Schema } from '../../metadata/schema.ts';
import { run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import type { ContentDigest } from '../../../protocol/content-hash.ts';
import { nextGeneration } from '../generations.ts';
import { orderedId } from '../ordered-id.ts';
import { nameKey, namesBeside } from '../names.ts';
import { below, childOf, walkFrom } from './find.ts';
import type { Found, Walk } from './find.ts';

/** What a file holds from its beginning. */
export type FirstContent = Pick<ContentDigest, 'hash' | 'size'>;

/**
 * Makes what is missing at the end of a walk: directories, and last a node of this kind (protocol §2.4), a file with its
 * content where that is given.
 */
export function* makeMissing(
  tx: Tx,
  start: Walk,
  kind: NodeRow['kind'],
  content: FirstContent | null = null,
): Work<Found> {
  let at = start;
  while (at.missing.length > 0) {
    if (at.node.kind === 'file') {
      at = yield* besideFile(tx, at);
      continue;
    }
    const [name = '', ...rest] = at.missing;
    const isLast = rest.length === 0;
    const wish = isLast ? { name, kind, content } : { name, kind: 'directory' as const, content: null };
    const made = yield* insertNode(tx, at, wish);
    at = { ...made, missing: rest };
  }
  return { volume: at.volume, node: at.node, path: at.path };
}

/** Stamps a directory whose children changed; its generation stays (protocol §5.3). */
export function* touchParent({ fill, now }: Tx, parentId: string | null): Work<void> {
  if (parentId !== null) yield* run(fill(touched, parentId, now));
}

function touched(db: Kysely<Schema>, id: string, now: number) {
  return db.updateTable('node').set({ changed_at: now }).where('id', '=', id);
}

function newNode(db: Kysely<Schema>, node: NodeRow) {
  return db.insertInto('node').values(node);
}

/** A file stands where a directory is needed: goes on in a directory of a free name beside it. */
function* besideFile(tx: Tx, at: Walk): Work<Walk> {
  const parent: Found = { volume: at.volume, node: yield* parentOf(tx, at.node), path: parentPath(at.path) };
  for (const name of namesBeside(at.node.name, tx.newId())) {
    const taken = yield* childOf(tx, parent.node.id, name);
    if (taken !== null) continue;
    const made = yield* insertNode(tx, parent, { name, kind: 'directory', content: null });
    return yield* walkFrom(tx, made, at.missing);
  }
  throw new Error('even a random name was taken');
}

function* parentOf({ db }: Tx, node: NodeRow): Work<NodeRow> {
  const answer = yield db
    .selectFrom('node')
    .selectAll()
    .where('id', '=', node.parent_id ?? '')
    .compile();
  return answer.rows[0] as NodeRow;
}

function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

type NewNode = Pick<NodeRow, 'name' | 'kind'> & { readonly content: FirstContent | null };

/** A file that is made with content takes two generations, as if it had been filled afterwards (protocol §5.3). */
function* insertNode(tx: Tx, parent: Found, { name, kind, content }: NewNode): Work<Found> {
  const steps = content === null ? 1 : 2;
  const generation = yield* nextGeneration(tx, parent.volume.id, steps);
  const node: NodeRow = {
    id: orderedId(tx),
    volume_id: parent.volume.id,
    parent_id: parent.node.id,
    name,
    name_key: nameKey(name),
    kind,
    hash: content?.hash ?? null,
    size: content?.size ?? null,
    public_id: null,
    generation,
    generation_created: generation - steps + 1,
    created_at: tx.now,
    changed_at: tx.now,
    is_live: 1,
    died_at: null,
  };
  yield* run(tx.fill(newNode, node));
  yield* touchParent(tx, parent.node.id);
  return below(parent, node);
}
