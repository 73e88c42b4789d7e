import { describe, expect } from 'vitest';
import { below, codeOf, listAll, namesIn, readText, sourceOf, type MakeFixture } from './fixtures.ts';
import { testWith } from './with-fixture.ts';

const GOOD_NAMES = [
  'a\nb',
  'esc \u001b[31m',
  'tab\tbell\u0007',
  'caf\u00e9',
  'cafe\u0301',
  '🙂👩‍👩‍👧',
  '漢字かな한글',
  '%41',
  '%2F',
  '#hash',
  'question?mark=1&b',
  'plus+plus',
  '(1) [x] \'q\' "d" ;:@,$!*=',
  ' leading and trailing ',
  '-dash',
  '~tilde',
  '.hidden',
  '...',
  'back\\slash',
  'a'.repeat(200),
  'é'.repeat(100),
];

const BAD_NAMES = ['', '.', '..', 'nul\0'];

/** Names: what no store takes, and that every other arrives exactly. */
export function describeNames(makeFixture: MakeFixture): void {
  describe('names', () => {
    testWith(makeFixture, 'odd names are kept exactly, twins apart', async ({ store, folder }) => {
      for (const name of GOOD_NAMES) {
        await store.write(below(folder, name), sourceOf(`of ${name}`), { taken: 'refuse' });
      }
      expect(await namesIn(store, folder)).toEqual(GOOD_NAMES.toSorted());
      for (const name of GOOD_NAMES) {
        expect(await readText(store, below(folder, name))).toBe(`of ${name}`);
        expect((await store.stat(below(folder, name))).name).toBe(name);
      }
      for (const name of GOOD_NAMES) await store.remove(below(folder, name));
      expect(await namesIn(store, folder)).toEqual([]);
    });

    testWith(makeFixture, 'odd names are kept in folders and by moves', async ({ store, folder }) => {
      for (const name of GOOD_NAMES) {
        await store.makeFolder(below(folder, name, name));
        await store.move(below(folder, name, name), below(folder, name, `${name}2`));
        expect(await namesIn(store, below(folder, name))).toEqual([`${name}2`]);
      }
    });

    for (const name of BAD_NAMES) {
      testWith(makeFixture, `${JSON.stringify(name)} is no name`, async ({ store, folder }) => {
        await store.write(below(folder, 'a'), sourceOf('a'), { taken: 'refuse' });
        const bad = { ...folder, path: `${folder.path === '/' ? '' : folder.path}/${name}` };
        const inner = { ...folder, path: `${bad.path}/b` };
        for (const place of [bad, inner]) {
          expect(await codeOf(store.stat(place))).toBe('invalid-name');
          expect(await codeOf(listAll(store, place))).toBe('invalid-name');
          expect(await codeOf(store.read(place))).toBe('invalid-name');
          expect(await codeOf(store.write(place, sourceOf('x'), { taken: 'replace' }))).toBe('invalid-name');
          expect(await codeOf(store.makeFolder(place))).toBe('invalid-name');
          expect(await codeOf(store.remove(place))).toBe('invalid-name');
          expect(await codeOf(store.move(below(folder, 'a'), place))).toBe('invalid-name');
        }
        expect(await namesIn(store, folder)).toEqual(['a']);
      });
    }

    testWith(makeFixture, 'a name of 300 bytes is kept exactly or refused, never cut', async ({ store, folder }) => {
      const name = 'é'.repeat(150);
      const code = await codeOf(store.write(below(folder, name), sourceOf('x'), { taken: 'refuse' }));
      expect(['none', 'invalid-name']).toContain(code);
      expect(await namesIn(store, folder)).toEqual(code === 'none' ? [name] : []);
    });
  });
}
