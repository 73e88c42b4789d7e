import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { contentHash, createContentHash } from '../../../protocol/content-hash.ts';
import type { ByteRange } from '../blobs.ts';
import { isMissing, isPassing, translateS3Error } from './errors.ts';
import { blobKey } from './store.ts';
import type { S3Store } from './store.ts';

/** Content of up to so many bytes is taken whole and checked before a byte of it is answered. */
const TAKEN_WHOLE = 2 ** 20;

/** See `Blobs.read`. */
export async function readFromS3(
  store: S3Store,
  hash: string,
  range: ByteRange | null,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  const part = await openPart(store, hash, range);
  const { total } = part;
  if (total <= TAKEN_WHOLE) {
    if (!isWhole(part)) part.body.destroy();
    const content = await collect(isWhole(part) ? part.body : (await openPart(store, hash, null)).body);
    const found = contentHash(content);
    if (found !== hash) throw damaged(hash, found);
    return range === null ? content : content.subarray(range.start, range.end + 1);
  }
  const bytes = goOn(store, hash, part);
  return isWhole(part) ? checked(bytes, hash) : bytes;
}

/** A stretch of content on its way. */
interface Part extends ByteRange {
  readonly body: Readable;
  /** Bytes of the whole content. */
  readonly total: number;
}

function isWhole({ start, end, total }: Part): boolean {
  return start === 0 && end === total - 1;
}

async function openPart({ gateways, bucket, ...store }: S3Store, hash: string, range: ByteRange | null): Promise<Part> {
  const wish = {
    Bucket: bucket,
    Key: blobKey({ gateways, bucket, ...store }, hash),
    ...(range === null ? {} : { Range: `bytes=${range.start}-${range.end}` }),
  };
  try {
    return toPart(await gateways.ask((client) => client.send(new GetObjectCommand(wish))));
  } catch (error) {
    if (isMissing(error)) throw new Error(`the content ${hash} can not be opened`, { cause: error });
    throw error;
  }
}

function toPart({ Body, ContentRange, ContentLength = 0 }: GetObjectCommandOutput): Part {
  const body = Body as Readable;
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(ContentRange ?? '');
  if (match === null) return { body, start: 0, end: ContentLength - 1, total: ContentLength };
  const [start = 0, end = 0, total = 0] = match.slice(1).map(Number);
  return { body, start, end, total };
}

/** The bytes of a part. Where a gateway breaks off another one goes on. */
async function* goOn(store: S3Store, hash: string, first: Part): AsyncGenerator<Uint8Array> {
  const { end } = first;
  let [part, at, last] = [first, first.start, -1];
  for (;;) {
    try {
      for await (const chunk of part.body as AsyncIterable<Uint8Array>) {
        at += chunk.byteLength;
        yield chunk;
      }
      if (at > end) return;
    } catch (error) {
      if (!isPassing(error)) throw error;
      // It broke off where it did before.
      if (at === last) throw translateS3Error(error);
    } finally {
      part.body.destroy();
    }
    last = at;
    part = await openPart(store, hash, { start: at, end });
  }
}

/** Holds the last chunk back until the hash is known: damaged content never arrives whole. */
async function* checked(bytes: AsyncIterable<Uint8Array>, hash: string): AsyncGenerator<Uint8Array> {
  const counted = createContentHash();
  let held: Uint8Array | null = null;
  for await (const chunk of bytes) {
    counted.update(chunk);
    if (held !== null) yield held;
    held = chunk;
  }
  const found = counted.digest().hash;
  if (found !== hash) throw damaged(hash, found);
  if (held !== null) yield held;
}

/** Reads all of it, and rejects where it is not what was stored. */
export async function verifyOnS3(store: S3Store, hash: string): Promise<void> {
  const bytes = await readFromS3(store, hash, null);
  if (bytes instanceof Uint8Array) return;
  for await (const chunk of bytes) void chunk;
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch (error) {
    throw translateS3Error(error);
  }
  return Buffer.concat(chunks);
}

function damaged(hash: string, found: string): Error {
  return new Error(`the content ${hash} is damaged: its bytes have the hash ${found}`);
}
