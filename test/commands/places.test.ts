import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { AppState } from '../../source/state/app-state.ts';
import { placeRows } from '../../source/state/place-rows.ts';
import { openSession } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const ROOT = cloudLocation('embedded', null);

function filterOf({ layers }: AppState): string {
  const top = layers.at(-1);
  return top?.type === 'places' ? top.filter.text : '';
}

function rowsOf(state: AppState): string[] {
  return placeRows(state, filterOf(state)).map(({ kind, name }) => `${kind} ${name}`.trim());
}

describe('the places', () => {
  it('hold bookmarks that are made, renamed, gone to and taken away', async () => {
    const folder = temporaryFolder();
    const odd = localLocation(`${folder}/caf\udce9`);
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9)]));
    const session = await openSession(odd, ROOT);
    session.press('B');
    await session.until(({ places }) => places.bookmarks.length === 1);
    session.press('b');
    expect(rowsOf(session.state())[0]).toBe('bookmark caf\udce9');
    session.press('ctrl+r', 'ctrl+u');
    session.type('odd one');
    session.press('enter');
    await session.until(({ places, layers }) => places.bookmarks[0]?.name === 'odd one' && layers.length === 1);
    session.press('esc', 'tab', 'alt+f2');
    session.type('od one');
    expect(rowsOf(session.state())).toEqual(['bookmark odd one']);
    session.press('enter');
    expect((await session.settled()).right.location).toEqual(odd);
    session.press('b', 'ctrl+d');
    await session.until(({ places }) => places.bookmarks.length === 0);
    session.press('ctrl+d');
    expect(session.state().notice?.text).toContain('no bookmark');
  });

  it('hold the volumes of the cloud and the folders that were shown, the latest first', async () => {
    const folder = temporaryFolder();
    for (const name of ['one', 'two']) mkdirSync(join(folder, name));
    const session = await openSession(localLocation(folder), ROOT);
    await session.cloud.makeFolder(cloudLocation('embedded', 'testing'));
    session.press('down', 'enter');
    await session.settled();
    session.press('h');
    await session.settled();
    session.press('down', 'enter');
    await session.settled();
    session.press('b');
    await session.until(({ volumes }) => volumes.length > 0);
    expect(rowsOf(session.state())).toEqual([
      'this machine Home',
      'this machine Top folder',
      'volume All volumes',
      'volume testing',
      'recent',
      'recent',
      'recent',
    ]);
    const recent = session.state().places.recent.filter(({ side }) => side === 'local');
    expect(recent.map(({ path }) => path)).toEqual([join(folder, 'two'), folder, join(folder, 'one')]);
  });
});
