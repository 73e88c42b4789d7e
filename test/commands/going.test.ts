import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { namesShown, openSession } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describe('the panes', () => {
  it('are whole after they were swapped while one was being read', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'here'), '');
    const session = await openSession(localLocation(folder), cloudLocation('embedded', null));
    await session.cloud.makeFolder(cloudLocation('embedded', 'testing'));
    session.press('tab', 'ctrl+r', 'ctrl+u');
    const { left, right } = await session.settled();
    expect(namesShown(left)).toEqual(['testing']);
    expect(namesShown(right)).toEqual(['here']);
  });

  it('show any two places, of one side or of both', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'deep'), '');
    const session = await openSession(localLocation(folder), cloudLocation('embedded', null));
    await session.cloud.makeFolder(cloudLocation('embedded', 'testing', '/docs'));
    session.press('=');
    expect((await session.settled()).right.location).toEqual(localLocation(folder));
    session.press('down', 'enter');
    expect(namesShown((await session.settled()).left)).toEqual(['deep']);
    session.press('~');
    await session.settled();
    session.press('=');
    const { left, right } = await session.settled();
    expect([left.location, right.location]).toEqual(Array(2).fill(cloudLocation('embedded', null)));
    session.press('enter');
    expect(namesShown((await session.settled()).left)).toEqual(['docs']);
    expect(namesShown(session.state().right)).toEqual(['testing']);
  });
});
