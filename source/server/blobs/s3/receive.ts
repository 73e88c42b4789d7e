import { PutObjectCommand } from '@aws-sdk/client-s3';
import { AppError } from '../../../domain/app-error.ts';
import { createContentHash } from '../../../protocol/content-hash.ts';
import type { ReceivedBlob, ReceiveOptions } from '../blobs.ts';
import { copyIncoming, dropIncoming, startIncoming } from './incoming.ts';
import { blobKey } from './store.ts';
import type { S3Store } from './store.ts';

const MIB = 2 ** 20;
/** Content is sent in parts of so many bytes; what is no larger is sent as one. */
const PART = 8 * MIB;
/** A store takes 10 000 parts; these many of the small ones, then larger ones, so that 250 GB fit. */
const SMALL_PARTS = 2000;
const LARGE_PART = 32 * MIB;

/**
 * Takes the source, hashing on the way. What fits in a part stays in memory until it is kept, since only its end tells
 * its name; more than that goes to the store under a name of its own, part by part, one on its way while the next fills.
 */
export async function receiveOnS3(
  store: S3Store,
  source: AsyncIterable<Uint8Array>,
  { limit }: ReceiveOptions,
): Promise<ReceivedBlob> {
  const hash = createContentHash();
  const parts = partsOf(counted(source, limit, (chunk) => hash.update(chunk)));
  const first = await parts.next();
  const content = first.done === true ? Buffer.alloc(0) : first.value;
  if (content.byteLength < PART) {
    const digest = hash.digest();
    return { ...digest, drop: async () => {}, keep: () => put(store, blobKey(store, digest.hash), content) };
  }
  const incoming = await startIncoming(store);
  try {
    await sendParts(incoming.send, content, parts);
    await incoming.finish();
  } catch (error) {
    await parts.return(undefined);
    await incoming.abort();
    throw error;
  }
  const digest = hash.digest();
  const drop = () => dropIncoming(store, incoming.key);
  const keep = async () => {
    await copyIncoming(store, incoming.key, { key: blobKey(store, digest.hash), size: digest.size });
    await drop();
  };
  return { ...digest, drop, keep };
}

/** The same key always gets the same bytes, so putting it twice, or two at once, harms nothing. */
async function put({ gateways, bucket }: S3Store, key: string, content: Buffer): Promise<void> {
  await gateways.ask((client) => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content })));
}

async function sendParts(
  send: (number: number, part: Buffer) => Promise<void>,
  first: Buffer,
  others: AsyncIterable<Buffer>,
): Promise<void> {
  let number = 1;
  let sending = send(number, first);
  // It is awaited with the next part; until then its failure shall not count as unheard.
  sending.catch(() => {});
  try {
    for await (const part of others) {
      await sending;
      number += 1;
      sending = send(number, part);
      sending.catch(() => {});
    }
    await sending;
  } finally {
    // A part that arrives after the upload was called off would stay behind.
    await Promise.allSettled([sending]);
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > limit)
      throw new AppError('out-of-space', `Upload will exceed quota (needed size ${size}, free bytes ${limit}).`);
    see(chunk);
    yield chunk;
  }
}

/** All bytes in parts of one size but the last; nothing for no bytes. */
async function* partsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let part = Buffer.allocUnsafe(0);
  let [filled, count] = [0, 0];
  for await (const chunk of source) {
    for (let taken = 0; taken < chunk.byteLength;) {
      const size = count < SMALL_PARTS ? PART : LARGE_PART;
      if (filled === part.byteLength) part = grown(part, filled, size);
      const piece = chunk.subarray(taken, taken + part.byteLength - filled);
      part.set(piece, filled);
      filled += piece.byteLength;
      taken += piece.byteLength;
      if (filled < size) continue;
      yield part;
      [part, filled, count] = [Buffer.allocUnsafe(0), 0, count + 1];
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/** A small file gets little memory, a large one its whole part by and by. */
function grown(part: Buffer<ArrayBuffer>, filled: number, most: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(Math.min(most, Math.max(64 * 1024, part.byteLength * 4)));
  part.copy(larger, 0, 0, filled);
  return larger;
}
