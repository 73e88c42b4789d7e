import { createHash } from 'node:crypto';
import { describe, expect } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import {
  below,
  brokenSource,
  codeOf,
  namesIn,
  readAll,
  readText,
  sourceOf,
  type MakeFixture,
  type StoreFixture,
} from './fixtures.ts';
import { contentHash } from '../../source/protocol/content-hash.ts';
import { testWith } from './with-fixture.ts';

/** write: names that are taken, sources that fail, and that nothing half-written is ever seen. */
export function describeWriting(makeFixture: MakeFixture): void {
  describe('writing', () => {
    describeTaken(makeFixture);
    describeFaults(makeFixture);

    testWith(makeFixture, '8 MiB arrive byte for byte, and progress adds up', async ({ store, folder }) => {
      const bytes = noise(8 * 1024 * 1024);
      let seen = 0;
      const onProgress = (count: number): void => void (seen += count);
      const entry = await store.write(below(folder, 'big'), sourceOf(bytes), { taken: 'refuse', onProgress });
      expect(entry.size).toBe(bytes.length);
      expect(seen).toBe(bytes.length);
      expect((await readAll(store, below(folder, 'big'))).equals(bytes)).toBe(true);
    });

    testWith(makeFixture, 'content of unknown size arrives whole', async ({ store, folder }) => {
      const bytes = noise(200_001);
      const entry = await store.write(below(folder, 'a'), sourceOf(bytes, { size: null }), { taken: 'refuse' });
      expect(entry.size).toBe(200_001);
      expect((await readAll(store, below(folder, 'a'))).equals(bytes)).toBe(true);
    });

    testWith(makeFixture, 'a store that keeps times keeps them', async ({ store, folder }) => {
      const modifiedAt = Date.UTC(2014, 3, 2, 12, 0, 1);
      const entry = await store.write(below(folder, 'a'), sourceOf('x', { modifiedAt }), { taken: 'refuse' });
      if (store.powers.keepsTimes) expect(entry.modifiedAt).toBe(modifiedAt);
      else expect(entry.modifiedAt).not.toBeNull();
    });

    testWith(makeFixture, 'content with the hash it should have is taken', async ({ store, folder }) => {
      const expectedHash = `sha1:${createHash('sha1').update('hello').digest('hex')}`;
      await store.write(below(folder, 'a'), sourceOf('hello', { expectedHash }), { taken: 'refuse' });
      expect(await readText(store, below(folder, 'a'))).toBe('hello');
    });
  });
}

function describeTaken(makeFixture: MakeFixture): void {
  testWith(makeFixture, 'a taken name is refused and left as it was', async ({ store, folder }) => {
    const file = below(folder, 'a');
    await store.write(file, sourceOf('old'), { taken: 'refuse' });
    expect(await codeOf(store.write(file, sourceOf('new'), { taken: 'refuse' }))).toBe('name-taken');
    expect(await readText(store, file)).toBe('old');
  });

  testWith(makeFixture, 'replace takes the place of the old content', async ({ store, folder }) => {
    const file = below(folder, 'a');
    const before = await store.write(file, sourceOf('old'), { taken: 'replace' });
    const after = await store.write(file, sourceOf('newer'), { taken: 'replace' });
    expect(after.identity).not.toBe(before.identity);
    expect(await readText(store, file)).toBe('newer');
  });

  testWith(makeFixture, 'replacing what was seen works once', async ({ store, folder }) => {
    const file = below(folder, 'a');
    const seen = (await store.write(file, sourceOf('1'), { taken: 'refuse' })).identity;
    await store.write(file, sourceOf('22'), { taken: { seen } });
    expect(await codeOf(store.write(file, sourceOf('333'), { taken: { seen } }))).toBe('changed');
    expect(await readText(store, file)).toBe('22');
  });

  testWith(makeFixture, 'replacing what was seen and is gone is changed', async ({ store, folder }) => {
    const file = below(folder, 'a');
    const seen = (await store.write(file, sourceOf('1'), { taken: 'refuse' })).identity;
    await store.remove(file);
    expect(await codeOf(store.write(file, sourceOf('2'), { taken: { seen } }))).toBe('changed');
    expect(await namesIn(store, folder)).toEqual([]);
  });

  testWith(makeFixture, 'of two who write one new name at once, one is refused', async ({ store, folder }) => {
    const file = below(folder, 'a');
    const contents = [noise(100_000), noise(100_001)];
    const codes = await Promise.all(
      contents.map(async (content) => codeOf(store.write(file, sourceOf(content), { taken: 'refuse' }))),
    );
    expect(codes.toSorted()).toEqual(['name-taken', 'none']);
    const kept = contents[codes.indexOf('none')];
    expect(kept !== undefined && (await readAll(store, file)).equals(kept)).toBe(true);
  });

  testWith(makeFixture, 'a folder is never replaced by a file', async ({ store, folder }) => {
    await store.makeFolder(below(folder, 'inner', 'deep'));
    for (const taken of ['refuse', 'replace'] as const) {
      const code = await codeOf(store.write(below(folder, 'inner'), sourceOf('x'), { taken }));
      expect(['not-a-file', 'name-taken']).toContain(code);
    }
    expect((await store.stat(below(folder, 'inner', 'deep'))).kind).toBe('folder');
  });

  testWith(makeFixture, 'a file is no folder to write into', async ({ store, folder }) => {
    await store.write(below(folder, 'file'), sourceOf('x'), { taken: 'refuse' });
    const code = await codeOf(store.write(below(folder, 'file', 'inner'), sourceOf('y'), { taken: 'refuse' }));
    expect(['not-a-folder', 'not-found']).toContain(code);
    expect(await namesIn(store, folder)).toEqual(['file']);
    expect(await readText(store, below(folder, 'file'))).toBe('x');
  });
}

function describeFaults(makeFixture: MakeFixture): void {
  testWith(makeFixture, 'a source that fails leaves nothing under the name', async (fixture) => {
    const broken = brokenSource('half', 8, new AppError('permission-denied', 'no more'));
    const write = fixture.store.write(below(fixture.folder, 'a'), broken, { taken: 'refuse' });
    expect(await codeOf(write)).toBe('permission-denied');
    await expectNothing(fixture);
  });

  testWith(makeFixture, 'a source that ends early leaves nothing under the name', async (fixture) => {
    const short = sourceOf('half', { size: 8 });
    const code = await codeOf(fixture.store.write(below(fixture.folder, 'a'), short, { taken: 'refuse' }));
    expect(['integrity', 'changed']).toContain(code);
    await expectNothing(fixture);
  });

  testWith(makeFixture, 'a source that grows leaves nothing under the name', async (fixture) => {
    const long = sourceOf('much more', { size: 4 });
    const code = await codeOf(fixture.store.write(below(fixture.folder, 'a'), long, { taken: 'refuse' }));
    expect(['integrity', 'changed']).toContain(code);
    await expectNothing(fixture);
  });

  testWith(makeFixture, 'content in one piece is written as it is, and held against size and hash', async (fixture) => {
    const inOnePiece = (content: string, size: number, hashed = content) => {
      const expectedHash = contentHash(Buffer.from(hashed));
      return sourceOf(content, { size, expectedHash, whole: async () => Buffer.from(content) });
    };
    const file = below(fixture.folder, 'a');
    for (const wrong of [inOnePiece('half', 8), inOnePiece('much more', 4), inOnePiece('hello', 5, 'Hello')])
      expect(['integrity', 'changed']).toContain(await codeOf(fixture.store.write(file, wrong, { taken: 'refuse' })));
    await expectNothing(fixture);
    let gone = 0;
    const onProgress = (bytes: number): void => void (gone += bytes);
    for (const content of ['', 'hello'])
      await fixture.store.write(file, inOnePiece(content, content.length), { taken: 'replace', onProgress });
    expect(await readText(fixture.store, file)).toBe('hello');
    expect(gone).toBe(5);
  });

  testWith(makeFixture, 'content with another hash than it should have is refused', async (fixture) => {
    const wrong = sourceOf('hello', { expectedHash: `sha1:${'0'.repeat(40)}` });
    const code = await codeOf(fixture.store.write(below(fixture.folder, 'a'), wrong, { taken: 'refuse' }));
    expect(code).toBe('integrity');
    await expectNothing(fixture);
  });

  testWith(makeFixture, 'a failed replacement leaves the old content', async ({ store, folder, rawNames }) => {
    const file = below(folder, 'a');
    await store.write(file, sourceOf('old'), { taken: 'refuse' });
    const broken = brokenSource('half', 8, new AppError('unreachable', 'line cut'));
    expect(await codeOf(store.write(file, broken, { taken: 'replace' }))).toBe('unreachable');
    expect(await readText(store, file)).toBe('old');
    if (rawNames !== null) expect(await rawNames()).toEqual(['a']);
  });

  testWith(makeFixture, 'a signal in the middle ends the write with its reason', async (fixture) => {
    const { store, folder } = fixture;
    const stop = new AbortController();
    const endless = sourceOf('', {
      size: 100_000_000,
      open: async function* open() {
        for (let count = 0; count < 1000; count += 1) {
          if (count === 20) stop.abort(new Error('enough'));
          yield Buffer.alloc(100_000);
        }
      },
    });
    const write = store.write(below(folder, 'a'), endless, { taken: 'refuse', signal: stop.signal });
    await expect(write).rejects.toThrow('enough');
    await expectNothing(fixture);
  });

  testWith(makeFixture, 'a signal ends a write whose source gives nothing', async (fixture) => {
    const { store, folder } = fixture;
    const stop = new AbortController();
    const silent = sourceOf('', {
      size: 10,
      open: async function* open(signal) {
        yield Buffer.from('x');
        setImmediate(() => stop.abort(new Error('enough')));
        await new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
      },
    });
    const write = store.write(below(folder, 'a'), silent, { taken: 'refuse', signal: stop.signal });
    await expect(write).rejects.toThrow('enough');
    await expectNothing(fixture);
  });
}

/** Nothing under the name, and no partial file beside it. */
async function expectNothing({ store, folder, rawNames }: StoreFixture): Promise<void> {
  expect(await codeOf(readAll(store, below(folder, 'a')))).toBe('not-found');
  if (rawNames !== null) expect(await rawNames()).toEqual([]);
}

/** Bytes that no compression and no repetition can stand in for. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = length | 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
