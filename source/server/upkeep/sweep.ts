import type { Blobs } from '../blobs/blobs.ts';
import type { Hold, Metadata } from '../metadata/metadata.ts';
import { first, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { lockContent } from '../rules/locks.ts';
import { forgetInline, purgeNodes, purgeTombstones, unusedBlobs, unusedInline } from '../rules/leftovers.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An upload has its content stored some time before its row: what is younger is left alone. */
const GRACE = HOUR;
/** For so long nobody may rely on content that is being taken away; taking it away is given up before. */
const LEASE = 10 * 60_000;
const BATCH = 100;

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

interface Sweeping {
  readonly metadata: Metadata;
  readonly blobs: Blobs;
}

/**
 * Removes deleted nodes past their time, content that nobody needs, and what broken uploads left. Null, and nothing done,
 * while another program sweeps.
 */
export async function sweep(stores: Sweeping, options: SweepOptions): Promise<SweepReport | null> {
  const hold = await stores.metadata.tryHold();
  if (hold === null) return null;
  try {
    return await sweepHolding(stores, options, hold);
  } finally {
    await hold.release();
  }
}

async function sweepHolding(
  { metadata, blobs }: Sweeping,
  { keepDeleted, now }: SweepOptions,
  hold: Hold,
): Promise<SweepReport> {
  const start = now();
  const nodes = await metadata.write((tx) => purgeNodes(tx, start - keepDeleted));
  let removed = await purgeInline(metadata, start - GRACE);
  for (const hash of await metadata.read((tx) => unusedBlobs(tx, start - GRACE)))
    if (await removeBlob({ metadata, blobs }, hash, now)) removed += 1;
  for await (const { hash, storedAt } of blobs.list()) {
    if (!hold.isHeld()) break;
    const keeper = storedAt >= start - GRACE ? 'blobs' : await metadata.read((tx) => keeperOf(tx, hash));
    if (keeper === 'blobs') continue;
    // What moved into its row is read from there, so nobody needs the file.
    if (keeper === 'row') await blobs.remove(hash);
    if (keeper === 'row' || (await removeBlob({ metadata, blobs }, hash, now))) removed += 1;
  }
  await metadata.write((tx) => purgeTombstones(tx, start - DAY));
  return { nodes, blobs: removed, unfinished: await blobs.removeUnfinished(start - DAY) };
}

/** A batch at a time, since each holds a lock. */
async function purgeInline(metadata: Metadata, before: number): Promise<number> {
  let removed = 0;
  for (let hashes: string[] | null = null; hashes === null || hashes.length === BATCH;) {
    hashes = await metadata.read((tx) => unusedInline(tx, before, BATCH));
    const batch = hashes;
    const gone = await metadata.write((tx) => forgetInline(tx, batch));
    if (gone === 0) break;
    removed += gone;
  }
  return removed;
}

/**
 * Takes content away. The row says so first, with a time ahead: an upload of the same content that is under way meanwhile
 * is told to begin anew, and one that begins after finds a clear field.
 */
async function removeBlob({ metadata, blobs }: Sweeping, hash: string, now: () => number): Promise<boolean> {
  const until = now() + LEASE;
  if (!(await metadata.write((tx) => markLeaving(tx, hash, until)))) return false;
  if (now() >= until) return false;
  await blobs.remove(hash);
  await metadata.write((tx) => run(tx.db.updateTable('blob').set({ gone_at: tx.now }).where('hash', '=', hash)));
  return true;
}

/** False, and nothing marked, where somebody needs it. */
function* markLeaving(tx: Tx, hash: string, until: number): Work<boolean> {
  const { db, now } = tx;
  yield* lockContent(tx, hash);
  const setGone = (at: number | null) => run(db.updateTable('blob').set({ gone_at: at }).where('hash', '=', hash));
  // Marked before anybody is looked for: who names it from here on waits for the lock, and who did before can be seen.
  const marked = yield* setGone(until);
  const user = yield* first(db.selectFrom('node').select('id').where('hash', '=', hash).limit(1));
  if (user !== null) {
    if (marked > 0) yield* setGone(null);
    return false;
  }
  // Whoever makes the row at this very moment makes this fail, and then it all begins anew.
  const row = { hash, magic_hash: '', size: 0, created_at: now, gone_at: until, content: null };
  if (marked === 0) yield* run(db.insertInto('blob').values(row));
  return true;
}

/** Who is meant to have this content. */
function* keeperOf({ db }: Tx, hash: string): Work<'blobs' | 'row' | 'nobody'> {
  const row = yield* first(
    db
      .selectFrom('blob')
      .select((e) => ['gone_at', e('content', 'is not', null).as('is_inline')])
      .where('hash', '=', hash),
  );
  if (row === null || row.gone_at !== null) return 'nobody';
  return row.is_inline ? 'row' : 'blobs';
}
