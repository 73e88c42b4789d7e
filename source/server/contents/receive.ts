import { AppError } from '../../domain/app-error.ts';
import { digestContent } from '../../protocol/content-hash.ts';
import type { ContentDigest } from '../../protocol/content-hash.ts';
import type { Blobs, ReceiveOptions } from '../blobs/blobs.ts';

/** Content of up to so many bytes is kept in its row; more of it would make the database slow to copy. */
export const INLINE = 16 * 1024;

/** Content that arrived whole. */
export interface ReceivedContent extends ContentDigest {
  /** The bytes that are still to be kept, in their row; null where the blobs have them already, durably. */
  readonly bytes: Uint8Array | null;
}

/**
 * Takes all bytes of the source. What is small is handed on, to be committed together with its row: content and row are
 * then on the disk with one wait for it. The rest goes to the blobs first, and only then may its row be made. Rejects
 * with `out-of-space` past the limit.
 */
export async function receiveContent(
  blobs: Blobs,
  source: AsyncIterable<Uint8Array>,
  options: ReceiveOptions,
): Promise<ReceivedContent> {
  const iterator = source[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  for (let size = 0; size <= INLINE;) {
    const next = await iterator.next();
    if (next.done === true) return takeSmall(Buffer.concat(head, size), options);
    head.push(next.value);
    size += next.value.byteLength;
  }
  const blob = await blobs.receive(goOn(head, iterator), options);
  await blob.keep();
  return { hash: blob.hash, magicHash: blob.magicHash, size: blob.size, bytes: null };
}

/** The same for bytes that are all here. */
export function takeSmall(bytes: Uint8Array, { limit }: Pick<ReceiveOptions, 'limit'>): ReceivedContent {
  const size = bytes.byteLength;
  if (size > limit)
    throw new AppError('out-of-space', `Upload will exceed quota (needed size ${size}, free bytes ${limit}).`);
  return { ...digestContent(bytes), bytes };
}

async function* goOn(head: readonly Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
