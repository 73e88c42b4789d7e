import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { cursorName } from '../../source/state/pane.ts';
import { openSession } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('makes a folder in others that are not there yet, and goes to the first of them', async () => {
  const folder = temporaryFolder();
  const session = await openSession(localLocation(folder), cloudLocation('embedded', null));
  session.press('f7');
  session.type('one/two/three/');
  session.press('enter');
  await session.until(({ layers, left }) => layers.length === 0 && cursorName(left) === 'one');
  expect(statSync(join(folder, 'one', 'two', 'three')).isDirectory()).toBe(true);

  session.press('f7');
  session.type('one/../four');
  session.press('enter');
  const { layers } = await session.until((state) =>
    state.layers.some((layer) => layer.type === 'prompt' && layer.error !== null),
  );
  expect(layers.at(-1)).toMatchObject({ type: 'prompt', error: expect.stringContaining('".."') });
});
