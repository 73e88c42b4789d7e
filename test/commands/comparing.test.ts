import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { renewComparison } from '../../source/commands/comparing.ts';
import { openFolder } from '../../source/commands/open-folder.ts';
import { sourceOf } from '../contracts/fixtures.ts';
import { fileEntry } from '../helpers/entries.ts';
import { namesShown, openSession, type Session } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const CLOUD = cloudLocation('embedded', 'testing');

function folderWith(files: Readonly<Record<string, string>>): string {
  const top = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(top, name, '..'), { recursive: true });
    writeFileSync(join(top, name), content);
  }
  return top;
}

async function openBoth(local: string, cloud: Readonly<Record<string, string>>): Promise<Session> {
  const session = await openSession(localLocation(local), cloudLocation('embedded', null));
  for (const [name, content] of Object.entries(cloud)) {
    const file = cloudLocation('embedded', 'testing', `/${name}`);
    await session.cloud.makeFolder(cloudLocation('embedded', 'testing', join(`/${name}`, '..')));
    await session.cloud.write(file, sourceOf(content), { taken: 'refuse' });
  }
  session.press('tab', 'ctrl+r');
  await session.settled();
  session.press('down', 'enter', 'tab');
  await session.until(({ right }) => right.location.side === 'cloud' && right.location.volume !== null);
  await session.settled();
  return session;
}

describe('comparing the panes', () => {
  it('reads what sizes do not tell, badges it, marks what differs and says how many', async () => {
    const local = folderWith({ same: 'content', other: 'CONTENT', longer: 'more of it', here: '1', '.dot': '' });
    const session = await openBoth(local, { same: 'content', other: 'content', longer: 'less', there: '2' });
    session.press('C');
    const { left, right, comparison, notice } = await session.until(
      (state) => state.notice?.text.startsWith('Compared') === true,
    );
    expect(comparison?.left.get('same')).toBe('=');
    expect(comparison?.left.get('other')).toMatch(/[<>!]/);
    expect(comparison?.left.get('here')).toBe('·');
    expect(comparison?.right.get('there')).toBe('·');
    expect([...left.marks, ...right.marks].filter((name) => name === 'same')).toEqual([]);
    expect(left.marks.has('here')).toBe(true);
    expect(comparison?.left.get('.dot')).toBe('·');
    expect(left.marks.has('.dot')).toBe(false);
    expect(right.marks.has('there')).toBe(true);
    expect(notice?.text).toMatch(/^Compared: 1 the same, .*1 only left, 1 only right/u);
    session.press('ctrl+r');
    expect((await session.settled()).comparison?.left.get('same')).toBe('=');
    session.press('h');
    expect(session.state().comparison).toBeNull();
  });

  it('compares two local folders with names no encoding knows, and counts what cannot be read', async () => {
    const [left, right] = [folderWith({ a: 'same' }), folderWith({ a: 'SAME' })];
    for (const top of [left, right]) {
      writeFileSync(Buffer.from(`${top}/caf\xe9`, 'latin1'), 'same');
      writeFileSync(join(top, 'taken away'), '1');
    }
    const session = await openSession(localLocation(left), localLocation(right));
    rmSync(join(left, 'taken away'));
    session.press('C');
    const { comparison, notice } = await session.until((state) => state.notice?.text.startsWith('Compared') === true);
    expect(comparison?.left.get('caf\udce9')).toBe('=');
    expect(comparison?.right.get('a')).toMatch(/[<>!]/);
    expect(notice?.text).toContain('1 could not be read');
  });

  it('is stopped by Esc, with what was known at a glance kept', async () => {
    const session = await openBoth(folderWith({ a: 'same', b: 'same', c: '' }), { a: 'same', b: 'same' });
    session.press('C');
    let isStopped = false;
    const { notice, comparison, left } = await session.until((state) => {
      // As soon as the glance is over: on a busy machine it would be the glance that is stopped, which keeps nothing.
      if (!isStopped && state.comparison !== null) {
        isStopped = true;
        session.press('esc');
      }
      return state.notice?.text.startsWith('Compared') === true;
    });
    expect(notice?.text).toBe('Compared: 1 only left, stopped with 2 not compared');
    expect(comparison?.left.get('c')).toBe('·');
    expect([...left.marks]).toEqual(['c']);
  });

  it('leaves the panes alone when they were swapped meanwhile', async () => {
    const session = await openBoth(folderWith({ a: 'same', here: '' }), { a: 'same' });
    session.press('C', 'ctrl+u');
    const { comparison } = await session.until((state) => state.comparison !== null);
    expect(comparison?.right.get('here')).toBe('·');
    session.press('C');
    const { right } = await session.until((state) => state.notice?.text.startsWith('Compared') === true);
    expect([...right.marks]).toEqual(['here']);
  });

  it('compares two folders of the cloud by their hashes, without reading a byte', async () => {
    const files = { 'one/same': 'x', 'one/other': 'here', 'one/only': '', 'two/same': 'x', 'two/other': 'HERE' };
    const session = await openBoth(folderWith({}), files);
    session.press('~');
    await session.until(({ left }) => left.location.side === 'cloud' && left.status === 'ready');
    openFolder(session.context, 'left', { ...CLOUD, path: '/one' });
    openFolder(session.context, 'right', { ...CLOUD, path: '/two' });
    await session.settled();
    const calls: string[] = [];
    session.cloud.before = (call) => void calls.push(call);
    session.press('C');
    const { comparison, left } = await session.until((state) => state.notice?.text.startsWith('Compared') === true);
    expect(comparison?.left.get('same')).toBe('=');
    expect(comparison?.right.get('same')).toBe('=');
    expect(comparison?.left.get('other')).toMatch(/[<>!]/);
    expect(comparison?.left.get('only')).toBe('·');
    expect(left.marks).toContain('only');
    expect(calls).toEqual([]);
  });

  it('of large folders hears keys meanwhile, and is renewed after one of them was read again', async () => {
    const session = await openBoth(folderWith({ a: '' }), { a: '' });
    const entries = (count: number, size: number) =>
      Array.from({ length: count }, (_, at) => fileEntry(`file ${at}`, { size: at === 7 ? size : 0 }));
    const fill = (side: 'left' | 'right', count: number, size: number): void => {
      const requestId = session.context.nextNumber() + 1_000_000;
      const { location } = session.state()[side];
      session.context.dispatch({ type: 'pane/opened', side, location, requestId, wantedName: null });
      session.context.dispatch({ type: 'pane/entries', side, requestId, entries: entries(count, size) });
      session.context.dispatch({ type: 'pane/loaded', side, requestId });
    };
    fill('left', 100_000, 1);
    fill('right', 90_000, 2);
    session.press('C');
    expect(session.state().comparison).toBeNull();
    await nextTurn();
    session.press('esc');
    await session.until(({ notice }) => notice?.text === 'The comparison was stopped');
    expect(session.state().comparison).toBeNull();
    session.press('C');
    const { notice, left } = await session.until((state) => state.notice?.text.startsWith('Compared') === true);
    expect(notice?.text).toBe('Compared: 89999 the same, 10000 only left, 1 differ');
    expect(left.marks.size).toBe(10_001);
    fill('right', 90_000, 1);
    expect(session.state().comparison?.left.get('file 7')).toBe('!');
    await renewComparison(session.context);
    expect(session.state().comparison?.left.has('file 7')).toBe(false);
  });

  it('says why it cannot be done', async () => {
    const session = await openBoth(folderWith({ a: '' }), { a: '' });
    session.press('=');
    await session.settled();
    session.press('C');
    expect(session.state().notice?.text).toBe('Both panes show the same folder');
  });
});

describe('linked browsing', () => {
  it('follows into folders and out, and says where there is nothing to follow to', async () => {
    const local = folderWith({ 'one/two/a': '', 'alone/b': '' });
    const session = await openBoth(local, { 'one/two/c': '' });
    session.press('y', 'end', 'enter');
    await session.until(({ right }) => right.location.path === '/one');
    await session.settled();
    session.press('down', 'enter');
    await session.until(({ right }) => right.location.path === '/one/two' && right.status === 'ready');
    expect(namesShown(session.state().right)).toEqual(['c']);
    session.press('h');
    await session.until(({ right }) => right.location.path === '/one');
    await session.settled();
    session.press('h');
    await session.until(({ right, left }) => right.location.path === '/' && left.status === 'ready');
    session.press('home', 'down', 'enter');
    const { notice, right } = await session.until((state) => state.notice !== null);
    expect(notice?.text).toBe('Linked, but there is no testing/alone: the other pane stays where it is');
    expect(right.location).toEqual(CLOUD);
    session.press('h');
    await session.settled();
    session.press('end', 'tab', 'end', 'enter');
    await session.until(({ left }) => left.location.path === join(local, 'one'));
    session.press('y');
    expect(session.state().link).toBeNull();
  });
});
