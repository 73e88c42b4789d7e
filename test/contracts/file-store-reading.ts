import { createHash } from 'node:crypto';
import { describe, expect } from 'vitest';
import { below, codeOf, listAll, namesIn, readAll, readText, sourceOf, type MakeFixture } from './fixtures.ts';
import { testWith } from './with-fixture.ts';

/** list, stat and read. */
export function describeReading(makeFixture: MakeFixture): void {
  describe('reading', () => {
    testWith(makeFixture, 'an empty folder lists nothing', async ({ store, folder }) => {
      expect(await listAll(store, folder)).toEqual([]);
    });

    testWith(makeFixture, 'a listing has each entry once, with kind and size', async ({ store, folder }) => {
      for (let index = 0; index < 9; index += 1) {
        await store.write(below(folder, `file ${index}`), sourceOf('x'.repeat(index)), { taken: 'refuse' });
      }
      await store.makeFolder(below(folder, 'inner'));
      const entries = await listAll(store, folder);
      const rows = entries.map(({ name, kind, size }) => `${name} ${kind} ${size}`).sort();
      const files = Array.from({ length: 9 }, (_, index) => `file ${index} file ${index}`);
      expect(rows).toEqual([...files, 'inner folder null']);
    });

    testWith(makeFixture, 'stat tells the same as the listing', async ({ store, folder }) => {
      await store.write(below(folder, 'a.txt'), sourceOf('hello'), { taken: 'refuse' });
      await store.makeFolder(below(folder, 'b'));
      for (const entry of await listAll(store, folder)) {
        expect(await store.stat(below(folder, entry.name))).toEqual(entry);
      }
    });

    testWith(makeFixture, 'a listing that knows hashes tells the right ones', async ({ store, folder }) => {
      const entry = await store.write(below(folder, 'a.txt'), sourceOf('hello\n'), { taken: 'refuse' });
      const hash = 'sha1:f572d396fae9206628714fb2ce00f72e94f2258f';
      expect(entry.hash).toBe(store.powers.knowsHashes ? hash : null);
    });

    testWith(makeFixture, 'what is not there is not-found', async ({ store, folder }) => {
      expect(await codeOf(store.stat(below(folder, 'none')))).toBe('not-found');
      expect(await codeOf(listAll(store, below(folder, 'none')))).toBe('not-found');
      expect(await codeOf(readAll(store, below(folder, 'none')))).toBe('not-found');
    });

    testWith(
      makeFixture,
      'facts are told of files and folders, each under a name of its own',
      async ({ store, folder }) => {
        await store.write(below(folder, 'a.txt'), sourceOf('hello'), { taken: 'refuse' });
        for (const place of [folder, below(folder, 'a.txt')]) {
          const facts = (await store.facts?.(place)) ?? [];
          expect(facts.length).toBeGreaterThan(1);
          expect(new Set(facts.map(({ name }) => name)).size).toBe(facts.length);
        }
        expect(await codeOf(store.facts?.(below(folder, 'none')) ?? Promise.resolve())).toBe('not-found');
      },
    );

    testWith(makeFixture, 'listing a file is not-a-folder, reading a folder not-a-file', async ({ store, folder }) => {
      await store.write(below(folder, 'file'), sourceOf('x'), { taken: 'refuse' });
      await store.makeFolder(below(folder, 'inner'));
      expect(await codeOf(listAll(store, below(folder, 'file')))).toBe('not-a-folder');
      expect(await codeOf(readAll(store, below(folder, 'inner')))).toBe('not-a-file');
    });

    testWith(makeFixture, 'reading tells size and hash and gives every byte', async ({ store, folder }) => {
      const bytes = Buffer.alloc(300_000, 'u1');
      await store.write(below(folder, 'a'), sourceOf(bytes), { taken: 'refuse' });
      const result = await store.read(below(folder, 'a'));
      const chunks: Buffer[] = [];
      for await (const chunk of result.body) chunks.push(Buffer.from(chunk));
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
      expect(result.size).toBe(300_000);
      if (store.powers.knowsHashes) {
        expect(result.hash).toBe(`sha1:${createHash('sha1').update(bytes).digest('hex')}`);
      }
    });

    testWith(
      makeFixture,
      'a small file that was seen may come in one piece, and is the same',
      async ({ store, folder }) => {
        for (const content of ['', 'hello']) {
          const seen = await store.write(below(folder, 'a'), sourceOf(content), { taken: 'replace' });
          const result = await store.read(below(folder, 'a'), { seen });
          if (result.whole !== undefined) expect(Buffer.from(result.whole).toString()).toBe(content);
          expect(await readText(store, below(folder, 'a'), { seen })).toBe(content);
          expect(result.size).toBe(content.length);
        }
      },
    );

    testWith(makeFixture, 'a range gives its bytes alone, both ends included', async ({ store, folder }) => {
      const file = below(folder, 'a');
      await store.write(file, sourceOf('0123456789'), { taken: 'refuse' });
      expect(await readText(store, file, { from: 3, to: 5 })).toBe('345');
      expect(await readText(store, file, { from: 7 })).toBe('789');
      expect(await readText(store, file, { from: 0, to: 0 })).toBe('0');
      expect(await readText(store, file, { from: 8, to: 99 })).toBe('89');
      expect((await store.read(file, { from: 9 })).size).toBe(10);
      expect(await readText(store, file)).toBe('0123456789');
    });

    testWith(makeFixture, 'an empty file reads as nothing', async ({ store, folder }) => {
      const entry = await store.write(below(folder, 'empty'), sourceOf(''), { taken: 'refuse' });
      expect(entry.size).toBe(0);
      expect(await readText(store, below(folder, 'empty'))).toBe('');
    });

    testWith(makeFixture, 'an aborted signal ends every call with its reason', async ({ store, folder }) => {
      const file = below(folder, 'a');
      await store.write(file, sourceOf('x'), { taken: 'refuse' });
      const signal = AbortSignal.abort(new Error('stop it'));
      const drain = async (): Promise<void> => {
        for await (const batch of store.list(folder, { signal })) expect(batch).toBeUndefined();
      };
      await expect(drain()).rejects.toThrow('stop it');
      await expect(store.stat(file, { signal })).rejects.toThrow('stop it');
      await expect(store.read(file, { signal })).rejects.toThrow('stop it');
      await expect(store.remove(file, { signal })).rejects.toThrow('stop it');
      await expect(store.move(file, below(folder, 'b'), { signal })).rejects.toThrow('stop it');
      await expect(store.makeFolder(below(folder, 'c'), { signal })).rejects.toThrow('stop it');
      await expect(store.write(file, sourceOf('y'), { taken: 'replace', signal })).rejects.toThrow('stop it');
      expect(await namesIn(store, folder)).toEqual(['a']);
      expect(await readText(store, file)).toBe('x');
    });

    testWith(makeFixture, 'a signal that fires while reading ends the reading', async ({ store, folder }) => {
      const file = below(folder, 'big');
      await store.write(file, sourceOf(Buffer.alloc(8 * 1024 * 1024, 7)), { taken: 'refuse' });
      const stop = new AbortController();
      const { body } = await store.read(file, { signal: stop.signal });
      let bytes = 0;
      const drain = async (): Promise<void> => {
        for await (const chunk of body) {
          bytes += chunk.length;
          stop.abort(new Error('enough'));
        }
      };
      await expect(drain()).rejects.toThrow('enough');
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThan(8 * 1024 * 1024);
    });

    testWith(makeFixture, 'a reader that leaves early leaves the store usable', async ({ store, folder }) => {
      const file = below(folder, 'big');
      await store.write(file, sourceOf(Buffer.alloc(8 * 1024 * 1024, 7)), { taken: 'refuse' });
      for (let round = 0; round < 5; round += 1) {
        for await (const chunk of (await store.read(file)).body) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
      }
      expect((await readAll(store, file)).length).toBe(8 * 1024 * 1024);
    });
  });
}
