import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { localLocation } from '../../source/domain/location.ts';
import { openSession } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('copies a file beside itself under another name, where both panes show its folder', async () => {
  const folder = temporaryFolder();
  for (const name of ['a', 'b']) writeFileSync(join(folder, name), name);
  const session = await openSession(localLocation(folder), localLocation(folder));
  session.press('down', 'f5');
  // As it stands there it would be the same file: nothing happens to it.
  session.press('enter');
  const { notice } = await session.until((state) => state.notice?.tone === 'error');
  expect(notice?.text).toContain('It is the same file');

  session.press('f5');
  session.type('2');
  session.press('enter');
  await session.until(({ left }) => left.listing.indexOf('a2') >= 0);
  expect(['a', 'a2'].map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['a', 'a']);

  // Of several it is not clear what they should be called.
  session.press('A', 'f5');
  await session.until((state) => state.notice?.text === 'Both panes show the same folder');
});
