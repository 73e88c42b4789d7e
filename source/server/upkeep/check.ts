import type { Blobs } from '../blobs/blobs.ts';
import { bit } from '../metadata/bit.ts';
import { checkInline } from '../contents/read.ts';
import type { BlobRow } from '../metadata/schema.ts';
import type { Metadata } from '../metadata/metadata.ts';
import { all } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';

/** What `check` found. */
export interface CheckReport {
  /** Each in one sentence; empty when all is well. */
  readonly problems: readonly string[];
  /** Contents whose bytes were read and compared with their hash. */
  readonly blobs: number;
}

const PAGE = 500;

/**
 * Checks that every row has its content and every content its hash, that sizes agree and that what accounts use adds up.
 * May run beside a server: what is found is true of one moment each. Blobs that were looked at already may be left out.
 */
export async function checkAll(
  { metadata, blobs }: { metadata: Pick<Metadata, 'read'>; blobs: Blobs },
  { readsBlobs = true }: { readsBlobs?: boolean } = {},
): Promise<CheckReport> {
  const problems = await metadata.read(checkRows);
  let count = 0;
  for (let after = ''; ;) {
    const rows = await metadata.read((tx) => nextBlobs(tx, after));
    for (const row of rows) {
      if (!readsBlobs && row.content === null) continue;
      const problem = await checkBlob(blobs, row);
      if (problem !== null) problems.push(problem);
      count += 1;
    }
    if (rows.length < PAGE) return { problems, blobs: count };
    after = rows.at(-1)?.hash ?? '';
  }
}

/** What is wrong with a content; null for nothing. All of it is read. */
export async function checkBlob(
  blobs: Blobs,
  { hash, size, content }: Pick<BlobRow, 'hash' | 'size' | 'content'>,
): Promise<string | null> {
  const stored = content === null ? await blobs.sizeOf(hash) : content.byteLength;
  if (stored === null) return `The content ${hash} is not there.`;
  if (stored !== size) return `The content ${hash} has ${stored} bytes and should have ${size}.`;
  try {
    if (content === null) await blobs.verify(hash);
    else checkInline(hash, content);
    return null;
  } catch (error) {
    return `The content ${hash} can not be read whole: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** Contents that some node needs; what nobody needs may be on its way out. */
function* nextBlobs({ db }: Tx, after: string): Work<BlobRow[]> {
  return yield* all(
    db
      .selectFrom('blob')
      .selectAll()
      .where('hash', '>', after)
      .where((e) => e.exists(e.selectFrom('node').select('node.id').whereRef('node.hash', '=', 'blob.hash')))
      .orderBy('hash')
      .limit(PAGE),
  );
}

function* checkRows(tx: Tx): Work<string[]> {
  return [...(yield* checkContents(tx)), ...(yield* checkUsage(tx)), ...(yield* checkParents(tx))];
}

function* checkContents({ db }: Tx): Work<string[]> {
  const rows = yield* all(
    db
      .selectFrom('node')
      .leftJoin('blob', 'blob.hash', 'node.hash')
      .select(['node.id', 'node.hash', 'node.size', 'blob.size as stored', 'blob.gone_at'])
      .where('node.hash', 'is not', null)
      .where((e) =>
        e.or([
          e('blob.hash', 'is', null),
          e('blob.gone_at', 'is not', null),
          e('node.size', 'is', null),
          e('node.size', '!=', e.ref('blob.size')),
        ]),
      ),
  );
  return rows.map(({ id, hash }) => `The node ${id} and its content ${hash} do not agree.`);
}

function* checkUsage({ db }: Tx): Work<string[]> {
  const rows = yield* all(
    db
      .selectFrom('account')
      .select(['account.email', 'account.used_bytes'])
      .select((e) =>
        e
          .selectFrom('node')
          .innerJoin('volume', 'volume.id', 'node.volume_id')
          .select((e) => e.fn.coalesce(e.fn.sum<number>('node.size'), e.val(0)).as('bytes'))
          .whereRef('volume.account_id', '=', 'account.id')
          .where('volume.is_live', '=', bit(1))
          .where('node.is_live', '=', bit(1))
          .as('bytes'),
      ),
  );
  return rows
    .filter(({ used_bytes, bytes }) => used_bytes !== bytes)
    .map(({ email, used_bytes, bytes }) => `${email} uses ${bytes} bytes, but ${used_bytes} are counted.`);
}

/** Below a live node everything above must live. */
function* checkParents({ db }: Tx): Work<string[]> {
  const rows = yield* all(
    db
      .selectFrom('node')
      .innerJoin('node as parent', 'parent.id', 'node.parent_id')
      .select('node.id')
      .where('node.is_live', '=', bit(1))
      .where((e) => e.or([e('parent.is_live', '=', bit(0)), e('parent.kind', '=', 'file')])),
  );
  return rows.map(({ id }) => `The node ${id} hangs on nothing.`);
}
