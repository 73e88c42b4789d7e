import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTypedPath } from '../../source/commands/typed-path.ts';
import { cloudLocation, localLocation, type Location } from '../../source/domain/location.ts';
import { cursorName } from '../../source/state/pane.ts';
import { candidatesFor } from '../../source/state/completion.ts';
import { openSession, type Session } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const ROOT = cloudLocation('embedded', null);
const DOCS = cloudLocation('embedded', 'testing', '/docs');

function promptOf(session: Session) {
  const top = session.state().layers.at(-1);
  if (top?.type !== 'prompt' || top.completion === undefined) throw new Error('no prompt for a path');
  return { text: top.field.text, error: top.error, completion: top.completion, field: top.field };
}

async function offered(session: Session): Promise<string[]> {
  await session.until(
    () => promptOf(session).completion.status === 'ready' && promptOf(session).completion.folder !== null,
  );
  return candidatesFor(promptOf(session)).map(({ name }) => name);
}

describe('a typed path', () => {
  const from = (base: Location) => ({ base, account: 'embedded', home: '/home/ted', volumes: ['testing', 'one/two'] });

  it.each([
    ['~/x', localLocation('/srv'), localLocation('/home/ted/x')],
    ['../x/./y', localLocation('/srv/a'), localLocation('/srv/x/y')],
    ['cloud:one/two/x', localLocation('/srv'), cloudLocation('embedded', 'one/two', '/x')],
    ['cloud:', localLocation('/srv'), ROOT],
    ['local:~', DOCS, localLocation('/home/ted')],
    ['local:/srv/', DOCS, localLocation('/srv')],
    ['testing/x', DOCS, cloudLocation('embedded', 'testing', '/x')],
    ['letters', DOCS, cloudLocation('embedded', 'testing', '/docs/letters')],
    ['./testing', DOCS, cloudLocation('embedded', 'testing', '/docs/testing')],
    ['../pictures', DOCS, cloudLocation('embedded', 'testing', '/pictures')],
    ['../../..', DOCS, ROOT],
    ['/testing', DOCS, cloudLocation('embedded', 'testing')],
    ['', DOCS, ROOT],
  ])('%s from %o', (text, base, place) => expect(parseTypedPath(text, from(base))).toEqual(place));
});

describe('going to a typed path', () => {
  it('offers the names of this machine as they are typed, and completes them', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'letters', 'old'), { recursive: true });
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/letters/`), Buffer.of(0xff, 0x78)]));
    writeFileSync(join(folder, 'lemon'), '');
    const session = await openSession(localLocation(folder), ROOT);
    session.press('g', 'l');
    expect(await offered(session)).toEqual(['letters', 'lemon']);
    session.press('tab');
    expect(promptOf(session).text).toBe('le');
    session.press('t', 'tab');
    expect(promptOf(session).text).toBe('letters/');
    expect(await offered(session)).toEqual(['old', '\udcffx']);
    session.press('tab', 'tab', 'enter');
    expect(promptOf(session).text).toBe('letters/\udcffx/');
    session.press('enter');
    await session.until(({ layers }) => layers.length === 0);
    expect((await session.settled()).left.location).toEqual(localLocation(`${folder}/letters/\udcffx`));
  });

  it('offers those of the cloud at Tab, without ever holding up a key', async () => {
    const session = await openSession(localLocation(temporaryFolder()), ROOT);
    for (const path of ['/docs/letters', '/docs/lists']) {
      await session.cloud.makeFolder(cloudLocation('embedded', 'testing', path));
    }
    session.press('tab', 'g');
    const gate = Promise.withResolvers<void>();
    const asked: string[] = [];
    session.cloud.before = async (call, location, signal) => {
      if (call === 'list') asked.push(location.path);
      if (asked.length !== 1) return;
      await Promise.race([
        gate.promise,
        new Promise((_, no) => signal?.addEventListener('abort', () => no(signal.reason as Error))),
      ]);
    };
    session.press('t', 'tab');
    expect(promptOf(session).completion).toMatchObject({ status: 'reading', isWanted: true });
    session.type('esting/docs/');
    expect(promptOf(session).text).toBe('testing/docs/');
    session.press('tab');
    await session.until(() => promptOf(session).text === 'testing/docs/l');
    expect(asked).toEqual(['/', '/docs']);
    gate.resolve();
    session.press('tab', 'tab', 'enter', 'enter');
    await session.until(({ layers }) => layers.length === 0);
    expect((await session.settled()).right.location).toEqual(cloudLocation('embedded', 'testing', '/docs/lists'));
  });

  it('goes to a file in its folder, and says why it cannot go', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'a'));
    const session = await openSession(localLocation(join(folder, 'a')), ROOT);
    session.press('g');
    session.type('../file');
    session.press('enter');
    await session.until(({ layers }) => layers.length === 0);
    const { left } = await session.settled();
    expect([left.location, cursorName(left)]).toEqual([localLocation(folder), 'file']);
    session.press('g');
    session.type('missing/far');
    session.press('enter');
    await session.until(() => promptOf(session).error !== null);
    expect(promptOf(session).error).toContain('There is no such file or folder');
    expect(session.state().left.location).toEqual(localLocation(folder));
  });
});
