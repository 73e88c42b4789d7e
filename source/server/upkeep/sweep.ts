import type { Blobs } from '../blobs/blobs.ts';
import type { Metadata } from '../metadata/metadata.ts';
import { first, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { purgeNodes, purgeTombstones, unusedBlobs } from '../rules/leftovers.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An upload has its content stored some time before its row: what is younger is left alone. */
const GRACE = HOUR;
/** For so long nobody may rely on content that is being taken away; taking it away is given up before. */
const LEASE = 10 * 60_000;

export interface SweepOptions {
  /** Milliseconds that deleted nodes are kept, so that they can be undeleted. */
  readonly keepDeleted: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What went. */
export interface SweepReport {
  readonly nodes: number;
  readonly blobs: number;
  readonly unfinished: number;
}

/** Removes deleted nodes past their time, content that nobody needs, and what broken uploads left. */
export async function sweep(
  { metadata, blobs }: { metadata: Metadata; blobs: Blobs },
  { keepDeleted, now }: SweepOptions,
): Promise<SweepReport> {
  const start = now();
  const nodes = await metadata.write((tx) => purgeNodes(tx, start - keepDeleted));
  let removed = 0;
  for (const hash of await metadata.read((tx) => unusedBlobs(tx, start - GRACE)))
    if (await removeBlob({ metadata, blobs }, hash, now)) removed += 1;
  for await (const { hash, storedAt } of blobs.list()) {
    if (storedAt >= start - GRACE || (await metadata.read((tx) => isKnown(tx, hash)))) continue;
    if (await removeBlob({ metadata, blobs }, hash, now)) removed += 1;
  }
  await metadata.write((tx) => purgeTombstones(tx, start - DAY));
  return { nodes, blobs: removed, unfinished: await blobs.removeUnfinished(start - DAY) };
}

/**
 * Takes content away. The row says so first, with a time ahead: an upload of the same content that is under way meanwhile
 * is told to begin anew, and one that begins after finds a clear field.
 */
async function removeBlob(
  { metadata, blobs }: { metadata: Metadata; blobs: Blobs },
  hash: string,
  now: () => number,
): Promise<boolean> {
  const until = now() + LEASE;
  if (!(await metadata.write((tx) => markLeaving(tx, hash, until)))) return false;
  if (now() >= until) return false;
  await blobs.remove(hash);
  await metadata.write((tx) => run(tx.db.updateTable('blob').set({ gone_at: tx.now }).where('hash', '=', hash)));
  return true;
}

function* markLeaving({ db, now }: Tx, hash: string, until: number): Work<boolean> {
  const user = yield* first(db.selectFrom('node').select('id').where('hash', '=', hash).limit(1));
  if (user !== null) return false;
  const marked = yield* run(db.updateTable('blob').set({ gone_at: until }).where('hash', '=', hash));
  if (marked === 0)
    yield* run(db.insertInto('blob').values({ hash, magic_hash: '', size: 0, created_at: now, gone_at: until }));
  return true;
}

/** True for content that is meant to be there. */
function* isKnown({ db }: Tx, hash: string): Work<boolean> {
  const row = yield* first(db.selectFrom('blob').select('gone_at').where('hash', '=', hash));
  return row !== null && row.gone_at === null;
}
