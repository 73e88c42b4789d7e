import type { Kysely } from 'kysely';
import { contentHash } from '../../protocol/content-hash.ts';
import type { Blobs, ByteRange } from '../blobs/blobs.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Schema } from '../metadata/schema.ts';

/** Where contents are: small ones in their rows, the rest among the blobs. */
export interface ContentStores {
  readonly metadata: Metadata;
  readonly blobs: Blobs;
}

/**
 * The bytes of stored content or a part of them, in one piece when they are few. They are checked against the hash
 * first: what is not what was stored rejects with an error that is no AppError, and none of it is answered.
 */
export async function readContent(
  { metadata, blobs }: ContentStores,
  hash: string,
  range?: ByteRange,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  const row = await metadata.readOne(({ fill }) => fill(contentByHash, hash));
  const bytes = row?.content ?? null;
  if (bytes === null) return await blobs.read(hash, range);
  checkInline(hash, bytes);
  return range === undefined ? bytes : bytes.subarray(range.start, range.end + 1);
}

/** Rejects when content that is kept in its row is not what was stored. */
export function checkInline(hash: string, bytes: Uint8Array): void {
  const found = contentHash(bytes);
  if (found !== hash) throw new Error(`the content ${hash} is damaged: its bytes have the hash ${found}`);
}

/** Its bytes where they are kept in the row; null where the blobs have them. */
function contentByHash(db: Kysely<Schema>, hash: string) {
  return db.selectFrom('blob').select('content').where('hash', '=', hash);
}
