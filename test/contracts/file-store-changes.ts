import { describe, expect } from 'vitest';
import { below, codeOf, namesIn, readText, sourceOf, type MakeFixture } from './fixtures.ts';
import { testWith } from './with-fixture.ts';

/** makeFolder, move and remove. */
export function describeChanges(makeFixture: MakeFixture): void {
  describe('changing', () => {
    describeFolders(makeFixture);
    describeMoves(makeFixture);
    describeRemovals(makeFixture);
  });
}

function describeFolders(makeFixture: MakeFixture): void {
  testWith(makeFixture, 'a folder is made with the missing ones above it, twice is no error', async (fixture) => {
    const { store, folder } = fixture;
    const deep = below(folder, 'a', 'b', 'c');
    const first = await store.makeFolder(deep);
    const second = await store.makeFolder(deep);
    expect(first).toMatchObject({ name: 'c', kind: 'folder', size: null });
    expect(second.identity).toBe(first.identity);
    expect(await namesIn(store, below(folder, 'a'))).toEqual(['b']);
  });

  testWith(makeFixture, 'a folder is not made over a file, nor below one', async ({ store, folder }) => {
    await store.write(below(folder, 'file'), sourceOf('x'), { taken: 'refuse' });
    expect(await codeOf(store.makeFolder(below(folder, 'file')))).toBe('not-a-folder');
    expect(await codeOf(store.makeFolder(below(folder, 'file', 'inner')))).toBe('not-a-folder');
    expect(await readText(store, below(folder, 'file'))).toBe('x');
  });
}

function describeMoves(makeFixture: MakeFixture): void {
  testWith(makeFixture, 'a file moves with its content', async ({ store, folder }) => {
    await store.write(below(folder, 'a'), sourceOf('hello'), { taken: 'refuse' });
    await store.makeFolder(below(folder, 'inner'));
    const entry = await store.move(below(folder, 'a'), below(folder, 'inner', 'b'));
    expect(entry).toMatchObject({ name: 'b', kind: 'file', size: 5 });
    expect(await namesIn(store, folder)).toEqual(['inner']);
    expect(await readText(store, below(folder, 'inner', 'b'))).toBe('hello');
  });

  testWith(makeFixture, 'a folder moves with all below it', async ({ store, folder }) => {
    await store.makeFolder(below(folder, 'from', 'deep'));
    await store.write(below(folder, 'from', 'deep', 'a'), sourceOf('hello'), { taken: 'refuse' });
    const entry = await store.move(below(folder, 'from'), below(folder, 'to'));
    expect(entry).toMatchObject({ name: 'to', kind: 'folder' });
    expect(await readText(store, below(folder, 'to', 'deep', 'a'))).toBe('hello');
    expect(await namesIn(store, folder)).toEqual(['to']);
  });

  testWith(makeFixture, 'a taken name is refused, whatever stands there', async ({ store, folder }) => {
    await store.write(below(folder, 'a'), sourceOf('a'), { taken: 'refuse' });
    await store.write(below(folder, 'b'), sourceOf('b'), { taken: 'refuse' });
    await store.makeFolder(below(folder, 'empty'));
    await store.makeFolder(below(folder, 'other'));
    expect(await codeOf(store.move(below(folder, 'a'), below(folder, 'b')))).toBe('name-taken');
    expect(await codeOf(store.move(below(folder, 'a'), below(folder, 'empty')))).toBe('name-taken');
    expect(await codeOf(store.move(below(folder, 'other'), below(folder, 'empty')))).toBe('name-taken');
    expect(await namesIn(store, folder)).toEqual(['a', 'b', 'empty', 'other']);
    expect(await readText(store, below(folder, 'b'))).toBe('b');
  });

  testWith(makeFixture, 'replace goes over a file and never over a folder', async ({ store, folder }) => {
    await store.write(below(folder, 'a'), sourceOf('a'), { taken: 'refuse' });
    await store.write(below(folder, 'b'), sourceOf('b'), { taken: 'refuse' });
    await store.makeFolder(below(folder, 'inner', 'deep'));
    await store.move(below(folder, 'a'), below(folder, 'b'), { replace: true });
    expect(await readText(store, below(folder, 'b'))).toBe('a');
    const code = await codeOf(store.move(below(folder, 'b'), below(folder, 'inner'), { replace: true }));
    expect(['name-taken', 'not-a-file']).toContain(code);
    expect(await namesIn(store, folder)).toEqual(['b', 'inner']);
    expect(await namesIn(store, below(folder, 'inner'))).toEqual(['deep']);
  });

  testWith(makeFixture, 'moving to where it is changes nothing', async ({ store, folder }) => {
    await store.write(below(folder, 'a'), sourceOf('a'), { taken: 'refuse' });
    expect(await store.move(below(folder, 'a'), below(folder, 'a'))).toMatchObject({ name: 'a', size: 1 });
    expect(await readText(store, below(folder, 'a'))).toBe('a');
  });

  testWith(makeFixture, 'a folder does not go into itself', async ({ store, folder }) => {
    await store.makeFolder(below(folder, 'a', 'b'));
    const code = await codeOf(store.move(below(folder, 'a'), below(folder, 'a', 'b', 'c')));
    expect(['usage', 'permission-denied']).toContain(code);
    expect(await namesIn(store, below(folder, 'a'))).toEqual(['b']);
  });

  testWith(makeFixture, 'what is gone, and a folder that is not there, are not-found', async ({ store, folder }) => {
    await store.write(below(folder, 'a'), sourceOf('a'), { taken: 'refuse' });
    expect(await codeOf(store.move(below(folder, 'none'), below(folder, 'b')))).toBe('not-found');
    expect(await codeOf(store.move(below(folder, 'a'), below(folder, 'none', 'b')))).toBe('not-found');
    expect(await namesIn(store, folder)).toEqual(['a']);
  });

  testWith(makeFixture, 'a move of what has changed since it was seen is refused', async ({ store, folder }) => {
    const seen = (await store.write(below(folder, 'a'), sourceOf('1'), { taken: 'refuse' })).identity;
    await store.write(below(folder, 'a'), sourceOf('22'), { taken: 'replace' });
    expect(await codeOf(store.move(below(folder, 'a'), below(folder, 'b'), { seen }))).toBe('changed');
    expect(await namesIn(store, folder)).toEqual(['a']);
  });
}

function describeRemovals(makeFixture: MakeFixture): void {
  testWith(makeFixture, 'a file goes, and a folder with all below it', async ({ store, folder }) => {
    await store.write(below(folder, 'a'), sourceOf('a'), { taken: 'refuse' });
    await store.makeFolder(below(folder, 'inner', 'deep'));
    await store.write(below(folder, 'inner', 'deep', 'b'), sourceOf('b'), { taken: 'refuse' });
    await store.remove(below(folder, 'a'));
    await store.remove(below(folder, 'inner'));
    expect(await namesIn(store, folder)).toEqual([]);
    expect(await codeOf(store.remove(below(folder, 'a')))).toBe('not-found');
  });

  testWith(makeFixture, 'what was seen goes, what changed since stays', async ({ store, folder }) => {
    const file = below(folder, 'a');
    const first = (await store.write(file, sourceOf('1'), { taken: 'refuse' })).identity;
    const second = (await store.write(file, sourceOf('22'), { taken: 'replace' })).identity;
    expect(await codeOf(store.remove(file, { seen: first }))).toBe('changed');
    expect(await readText(store, file)).toBe('22');
    await store.remove(file, { seen: second });
    expect(await namesIn(store, folder)).toEqual([]);
  });

  testWith(makeFixture, 'a folder that took the place of the seen one stays', async ({ store, folder }) => {
    const seen = (await store.makeFolder(below(folder, 'a'))).identity;
    await store.move(below(folder, 'a'), below(folder, 'old'));
    const other = await store.makeFolder(below(folder, 'a', 'precious'));
    expect(other.kind).toBe('folder');
    expect(await codeOf(store.remove(below(folder, 'a'), { seen }))).toBe('changed');
    expect(await namesIn(store, below(folder, 'a'))).toEqual(['precious']);
  });

  testWith(makeFixture, 'a folder that was seen goes', async ({ store, folder }) => {
    const seen = (await store.makeFolder(below(folder, 'a'))).identity;
    await store.remove(below(folder, 'a'), { seen });
    expect(await namesIn(store, folder)).toEqual([]);
  });
}
