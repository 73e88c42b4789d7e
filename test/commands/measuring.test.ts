import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { namesShown, openSession } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const VOLUME = cloudLocation('embedded', 'testing');

function tree(sizes: Readonly<Record<string, number>>): string {
  const top = temporaryFolder();
  for (const [file, size] of Object.entries(sizes)) {
    mkdirSync(join(top, file, '..'), { recursive: true });
    writeFileSync(join(top, file), 'x'.repeat(size));
  }
  return top;
}

describe('the size of a folder', () => {
  it('is counted with all below it, and no link is followed', async () => {
    const top = tree({ 'one/a': 1000, 'one/two/b': 200, 'three/c': 30, d: 4 });
    symlinkSync('..', join(top, 'one', 'loop'));
    const session = await openSession(localLocation(top), cloudLocation('embedded', null));
    session.press('down', 'z');
    const { left } = await session.until(({ notice }) => notice !== null);
    expect(session.state().notice?.text).toBe('one: 1.2 kB');
    expect([...left.measures]).toEqual([['one', { bytes: 1200, files: 2, isWhole: true }]]);
  });

  it('is counted for the marked ones, or for all from `..`, and orders the rows by size', async () => {
    const top = tree({ 'a/x': 10, 'b/x': 1000, 'c/x': 100, 'd/x': 1 });
    const session = await openSession(localLocation(top), cloudLocation('embedded', null));
    session.press('down', 'space', 'space', 'z');
    await session.until(({ notice }) => notice?.text === '2 folders: 1.0 kB');
    expect([...session.state().left.measures.keys()]).toEqual(['a', 'b']);
    session.press('U', 's', 's', 'home', 'z');
    await session.until(({ notice }) => notice?.text === '4 folders: 1.1 kB');
    expect(namesShown(session.state().left)).toEqual(['b', 'c', 'a', 'd']);
    session.press('down', 'ctrl+r');
    expect(namesShown((await session.settled()).left)).toEqual(['b', 'c', 'a', 'd']);
  });

  it('is at least what could be read', async () => {
    const session = await openSession(localLocation('/'), VOLUME);
    for (const path of ['/a/x', '/a/shut']) await session.cloud.makeFolder(cloudLocation('embedded', 'testing', path));
    session.cloud.before = (call, { path }) => {
      if (call === 'list' && path === '/a/shut') throw new AppError('permission-denied', 'shut');
    };
    session.press('tab', 'ctrl+r');
    await session.settled();
    session.press('down', 'z');
    await session.until(({ notice }) => notice?.text === 'a: 0 B');
    expect(session.state().right.measures.get('a')).toEqual({ bytes: 0, files: 0, isWhole: false });
  });

  it('is no longer counted once the pane shows something else, or Esc says stop', async () => {
    const session = await openSession(localLocation('/'), VOLUME);
    for (const path of ['/a/b', '/z']) await session.cloud.makeFolder(cloudLocation('embedded', 'testing', path));
    let blocked = Promise.withResolvers<AbortSignal | undefined>();
    session.cloud.before = async (call, { path }, signal) => {
      if (call !== 'list' || path !== '/a/b') return;
      blocked.resolve(signal);
      await new Promise((_, no) => signal?.addEventListener('abort', () => no(signal.reason as Error)));
    };
    session.press('tab', 'ctrl+r');
    await session.settled();
    session.press('down', 'z');
    const first = await blocked.promise;
    session.press('esc');
    expect(first?.aborted).toBe(true);
    blocked = Promise.withResolvers();
    session.press('z');
    const second = await blocked.promise;
    session.press('end', 'enter');
    await session.settled();
    expect(second?.aborted).toBe(true);
    expect(session.state().notice).toBeNull();
  });
});
