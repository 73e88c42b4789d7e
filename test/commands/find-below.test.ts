import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { cursorName } from '../../source/state/pane.ts';
import { selectedSources } from '../../source/state/selectors.ts';
import { namesShown, openSession, type Session } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const ROOT = cloudLocation('embedded', null);

async function find(session: Session, query: string) {
  session.press('F', 'ctrl+u');
  session.type(query);
  session.press('enter');
  const { active } = session.state();
  const state = await session.until((now) => now.layers.length === 0 && now[active].found?.status === 'done');
  return state[active];
}

function tree(files: readonly string[]): string {
  const top = temporaryFolder();
  for (const file of files) {
    const path = join(top, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, file);
  }
  return top;
}

describe('finding below a local folder', () => {
  it('lists what fits by its path, follows no link and counts the folders', async () => {
    const top = tree(['a.txt', 'one/b.txt', 'one/two/c.txt', 'one/two/d.md', '.git/e.txt']);
    symlinkSync('..', join(top, 'one', 'loop'));
    const session = await openSession(localLocation(top), ROOT);
    const pane = await find(session, '*.txt');
    expect(namesShown(pane)).toEqual(['a.txt', 'one/b.txt', 'one/two/c.txt']);
    expect(pane.found).toMatchObject({ folders: 3, unreadable: 0, query: '*.txt' });
    session.press('.', 'ctrl+r');
    await session.until(({ left }) => left.found?.status === 'done' && left.found.folders === 4);
    expect(namesShown(session.state().left)).toContain('.git/e.txt');
  });

  it('keeps the bytes of names exact', async () => {
    const top = tree(['one/x']);
    const odd = Buffer.concat([Buffer.from(`${top}/one/`), Buffer.of(0xff)]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/x')]), 'exact');
    const session = await openSession(localLocation(top), ROOT);
    const pane = await find(session, 'x');
    expect(namesShown(pane)).toEqual(['one/x', 'one/\udcff/x']);
    session.press('end');
    const [source] = selectedSources(session.state().left);
    expect(source).toMatchObject({ location: localLocation(`${top}/one/\udcff/x`), entry: { name: 'x' } });
  });

  it('says what is wrong with a query, and stays', async () => {
    const session = await openSession(localLocation(tree(['a'])), ROOT);
    session.press('F');
    session.type('>10q');
    session.press('enter');
    const { layers } = await session.until(({ layers: [layer] }) => layer?.type === 'prompt' && layer.error !== null);
    expect(layers[0]).toMatchObject({ error: expect.stringContaining('>10q is neither a size nor an age') as string });
  });

  it('gives a list to act on: go to, copy, delete', async () => {
    const top = tree(['one/keep', 'one/two/gone-1', 'three/gone-2', 'three/four/gone-3']);
    const there = temporaryFolder();
    const session = await openSession(localLocation(top), localLocation(there));
    await find(session, 'gone');
    session.press('down', 'f3');
    await session.until(({ layers: [layer] }) => layer?.type === 'viewer');
    session.press('esc', 'A', 'f5', 'enter');
    await session.until(({ jobs }) => jobs[0]?.state === 'done');
    expect(readFileSync(join(there, 'gone-3'), 'utf8')).toBe('three/four/gone-3');
    session.press('U', 'home', 'down', 'f8', 'y');
    await session.until(({ jobs, left }) => jobs[1]?.state === 'done' && left.listing.length === 2);
    expect(namesShown(session.state().left)).toEqual(['three/four/gone-3', 'three/gone-2']);
    expect(existsSync(join(top, 'one/two/gone-1'))).toBe(false);
    session.press('end', 'h');
    const { left } = await session.settled();
    expect([left.location, cursorName(left)]).toEqual([localLocation(join(top, 'three')), 'gone-2']);
  });

  it('gives the folder back as it was, with its marks', async () => {
    const top = tree(['a', 'b', 'one/c']);
    const session = await openSession(localLocation(top), ROOT);
    session.press('down', 'down', 'space');
    await find(session, 'c');
    session.press('home', 'enter');
    const { left } = await session.settled();
    expect([namesShown(left), [...left.marks], left.found]).toEqual([['one', 'a', 'b'], ['a'], null]);
    expect(left.trail.back).toEqual([]);
  });

  it('does not act twice on what lies in a folder that is marked itself', async () => {
    const session = await openSession(localLocation(tree(['x/x', 'y/x'])), ROOT);
    await find(session, 'x');
    session.press('A');
    expect(selectedSources(session.state().left).map(({ entry }) => entry.name)).toEqual(['x', 'x']);
  });
});

describe('finding below a cloud folder', () => {
  it('goes through all volumes', async () => {
    const session = await openSession(localLocation(tree(['a'])), ROOT);
    for (const path of ['/docs/x', '/other/deep/x']) {
      await session.cloud.makeFolder(cloudLocation('embedded', 'testing', path));
    }
    session.press('tab', 'ctrl+r');
    await session.settled();
    const pane = await find(session, 'x');
    expect(namesShown(pane)).toEqual(['testing/docs/x', 'testing/other/deep/x']);
    session.press('end', 'enter');
    expect((await session.settled()).right.location).toEqual(cloudLocation('embedded', 'testing', '/other/deep/x'));
  });

  it('goes on past folders that cannot be read, and says how many they were', async () => {
    const session = await openSession(localLocation(tree(['a'])), ROOT);
    for (const path of ['/one/x', '/shut/x'])
      await session.cloud.makeFolder(cloudLocation('embedded', 'testing', path));
    session.cloud.before = (call, { path }) => {
      if (call === 'list' && path === '/shut') throw new AppError('permission-denied', 'shut');
    };
    session.press('tab');
    const pane = await find(session, 'x');
    expect(namesShown(pane)).toEqual(['testing/one/x']);
    expect(pane.found).toMatchObject({ folders: 4, unreadable: 1 });
  });

  it('stops at Esc and keeps what it has', async () => {
    const session = await openSession(localLocation(tree(['a'])), ROOT);
    for (const path of ['/x', '/one/x']) await session.cloud.makeFolder(cloudLocation('embedded', 'testing', path));
    const blocked = Promise.withResolvers<void>();
    session.cloud.before = async (call, location, signal) => {
      if (call !== 'list' || location.path !== '/one') return;
      blocked.resolve();
      await new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    };
    session.press('tab', 'F');
    session.type('x');
    session.press('enter');
    await blocked.promise;
    session.press('esc');
    const { right } = await session.until(
      ({ right: pane }) => pane.found?.status === 'stopped' && pane.status === 'ready',
    );
    expect(namesShown(right)).toEqual(['testing/x']);
  });
});
