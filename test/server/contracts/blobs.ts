import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createContentHash } from '../../../source/protocol/content-hash.ts';
import type { Blobs } from '../../../source/server/blobs/blobs.ts';

const SIZES = [0, 1, 4096, 65_536, 65_537, 700_000, 3_000_001, 8_388_608, 20_000_003];
const NO_LIMIT = { limit: Number.MAX_SAFE_INTEGER };

async function* inPieces(content: Uint8Array, piece = 50_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < content.byteLength; start += piece) yield content.subarray(start, start + piece);
}

async function collect(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> {
  if (content instanceof Uint8Array) return Buffer.from(content);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function hashes(blobs: Blobs): Promise<string[]> {
  const found: string[] = [];
  for await (const { hash } of blobs.list()) found.push(hash);
  return found;
}

/** What every place of content has to do. `create` makes a new empty one. */
export function describeBlobs(name: string, create: () => Promise<Blobs>): void {
  test.each(SIZES)(`${name}: %i bytes come back as they went, whole and in parts`, async (size) => {
    const blobs = await create();
    const content = randomBytes(size);
    const counted = createContentHash();
    counted.update(content);
    const received = await blobs.receive(inPieces(content), NO_LIMIT);
    expect(received).toMatchObject(counted.digest());
    await received.keep();
    expect((await collect(await blobs.read(received.hash))).equals(content)).toBe(true);
    expect(await blobs.sizeOf(received.hash)).toBe(size);
    await blobs.verify(received.hash);
    if (size < 2) return;
    for (const [start, end] of [
      [0, 0],
      [1, size - 1],
      [size - 1, size - 1],
      [Math.floor(size / 2), size - 1],
    ] as const)
      // prettier-ignore
      expect((await collect(await blobs.read(received.hash, { start, end }))).equals(content.subarray(start, end + 1))).toBe(true);
  });

  test(`${name}: what was not kept is not there`, async () => {
    const blobs = await create();
    for (const size of [10, 200_000]) {
      const received = await blobs.receive(inPieces(randomBytes(size)), NO_LIMIT);
      expect(await blobs.sizeOf(received.hash)).toBeNull();
      await received.drop();
      await expect(blobs.read(received.hash)).rejects.toThrow();
    }
    expect(await hashes(blobs)).toEqual([]);
  });

  test(`${name}: a source that breaks or is too long leaves nothing`, async () => {
    const blobs = await create();
    async function* breaking(size: number): AsyncGenerator<Uint8Array> {
      yield* inPieces(randomBytes(size));
      throw new Error('gone');
    }
    for (const size of [10, 200_000]) {
      await expect(blobs.receive(breaking(size), NO_LIMIT)).rejects.toThrow('gone');
      await expect(blobs.receive(inPieces(randomBytes(size)), { limit: size - 1 })).rejects.toMatchObject({
        code: 'out-of-space',
      });
    }
    expect(await hashes(blobs)).toEqual([]);
    expect(await blobs.removeUnfinished(Date.now() + 1000)).toBe(0);
  });

  test(`${name}: the same content may be kept by several at once and again`, async () => {
    const blobs = await create();
    for (const content of [randomBytes(100), randomBytes(200_000)]) {
      const all = await Promise.all([1, 2, 3].map(() => blobs.receive(inPieces(content), NO_LIMIT)));
      await Promise.all(all.map((each) => each.keep()));
      expect((await collect(await blobs.read(all[0]?.hash ?? ''))).equals(content)).toBe(true);
    }
    expect(await hashes(blobs)).toHaveLength(2);
  });

  test(`${name}: what is removed is gone, and removing it again is no error`, async () => {
    const blobs = await create();
    const received = await blobs.receive(inPieces(randomBytes(100)), NO_LIMIT);
    await received.keep();
    await blobs.remove(received.hash);
    await blobs.remove(received.hash);
    await expect(blobs.read(received.hash)).rejects.toThrow();
    expect(await blobs.sizeOf(received.hash)).toBeNull();
  });
}
