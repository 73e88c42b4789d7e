import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { NO_PLACES, withBookmark, withoutBookmark, withRecent } from '../../source/domain/places.ts';
import { changePlaces, readPlaces } from '../../source/services/places-file.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const PLACES_FILE = new URL('../../source/services/places-file.ts', import.meta.url).href;
const PLACES = new URL('../../source/domain/places.ts', import.meta.url).href;

/** A program of its own that adds so many bookmarks, one change each. */
async function addFromAnotherProgram(folder: string, name: string, count: number): Promise<void> {
  const script = `
    const { changePlaces } = await import(${JSON.stringify(PLACES_FILE)});
    const { withBookmark } = await import(${JSON.stringify(PLACES)});
    for (let at = 0; at < ${count}; at += 1)
      await changePlaces(${JSON.stringify(folder)}, (places) =>
        withBookmark(places, { name: '${name}', location: { side: 'local', path: '/${name}/' + at } }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status] = await once(child, 'close');
  expect(status).toBe(0);
}

describe('the places', () => {
  it('are what was written, byte for byte of a name, closed to others', async () => {
    const folder = join(temporaryFolder(), 'config');
    const odd = localLocation('/srv/caf\udce9');
    const far = cloudLocation('ted', 'one/two', '/docs');
    await changePlaces(folder, (places) => withBookmark(places, { name: 'odd', location: odd }));
    await changePlaces(folder, (places) => withBookmark(places, { name: 'far', location: far }));
    await changePlaces(folder, (places) => withBookmark(places, { name: 'renamed', location: odd }));
    await changePlaces(folder, (places) => withRecent(places, [far, odd]));
    const { places } = await readPlaces(folder);
    expect(places).toEqual({
      bookmarks: [
        { name: 'renamed', location: odd },
        { name: 'far', location: far },
      ],
      recent: [far, odd],
    });
    expect((await stat(join(folder, 'places.json'))).mode & 0o777).toBe(0o600);
    await changePlaces(folder, (now) => withoutBookmark(now, odd));
    expect((await readPlaces(folder)).places.bookmarks.map(({ name }) => name)).toEqual(['far']);
  });

  it('of several programs that write at once are all kept', async () => {
    const folder = temporaryFolder();
    await Promise.all(['a', 'b', 'c'].map(async (name) => addFromAnotherProgram(folder, name, 20)));
    expect((await readPlaces(folder)).places.bookmarks).toHaveLength(60);
    expect(await readdir(folder)).toEqual(['places.json']);
  });

  it('outlive a program that ended while it held the lock', async () => {
    const folder = temporaryFolder();
    const lock = join(folder, 'places.json.lock');
    await writeFile(lock, '');
    await utimes(lock, new Date(0), new Date(0));
    await changePlaces(folder, (places) => withRecent(places, [localLocation('/a')]));
    expect((await readPlaces(folder)).places.recent).toHaveLength(1);
  });

  it('that cannot be read are put aside, and said so', async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'places.json'), '{"version": 1, "bookmarks": 7}');
    const { places, problem } = await changePlaces(folder, (now) => withRecent(now, [localLocation('/a')]));
    expect(places.recent).toHaveLength(1);
    const aside = (await readdir(folder)).find((name) => name.includes('broken')) ?? '';
    expect(problem).toBe(`The bookmarks could not be read and were put aside as ${join(folder, aside)}`);
    expect(await readFile(join(folder, aside), 'utf8')).toContain('"bookmarks": 7');
  });

  it('keep the latest fifty folders, each once', () => {
    const all = Array.from({ length: 80 }, (_, at) => localLocation(`/${at}`));
    const places = all.reduce((now, location) => withRecent(now, [location]), NO_PLACES);
    expect(withRecent(places, [localLocation('/60')]).recent).toHaveLength(50);
    expect(
      withRecent(places, [localLocation('/60')])
        .recent.slice(0, 3)
        .map(({ path }) => path),
    ).toEqual(['/60', '/79', '/78']);
  });
});
