import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { RememberedPane, RememberedPanes } from '../../source/domain/remembered-panes.ts';
import { keepPanes, readPanes } from '../../source/services/panes-file.ts';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'u1-panes-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function panesAt(path: string): RememberedPanes {
  const left: RememberedPane = {
    location: localLocation(path),
    cursorName: 'a.txt',
    sort: { key: 'time', isReversed: true },
    showHidden: true,
    back: [localLocation('/')],
    forward: [],
  };
  const right = { ...left, location: cloudLocation('me', 'testing', '/docs'), back: [] };
  return { left, right, active: 'right', isSingle: true };
}

test('what was kept is read again, from a file for nobody else', async () => {
  const folder = join(await freshFolder(), 'state');
  expect(readPanes(folder, 'me')).toBeNull();
  await keepPanes(folder, 'me', panesAt('/srv'));
  expect(readPanes(folder, 'me')).toEqual(panesAt('/srv'));
  expect(readPanes(folder, 'other')).toBeNull();
  expect((await stat(join(folder, 'panes.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test.each(['{"version": 1, "acc', '[]', '{"version": 2}', '{"version": 1, "accounts": {"me": {"left": 1}}}'])(
  'a file that is none is as no file, and is written anew: %s',
  async (text) => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'panes.json'), text);
    expect(readPanes(folder, 'me')).toBeNull();
    await keepPanes(folder, 'me', panesAt('/srv'));
    expect(readPanes(folder, 'me')).toEqual(panesAt('/srv'));
  },
);

test('only so many accounts are kept, the latest ones', async () => {
  const folder = await freshFolder();
  for (let at = 0; at < 25; at += 1) await keepPanes(folder, `account ${at}`, panesAt(`/${at}`));
  const { accounts } = JSON.parse(await readFile(join(folder, 'panes.json'), 'utf8'));
  expect(Object.keys(accounts)).toHaveLength(20);
  expect(readPanes(folder, 'account 24')).toEqual(panesAt('/24'));
  expect(readPanes(folder, 'account 4')).toBeNull();
});

test('several programs that write at once lose nothing of each other', async () => {
  const folder = await freshFolder();
  const child = new URL('../helpers/keep-panes-child.ts', import.meta.url).pathname;
  const run = promisify(execFile);
  const names = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(names.map(async (name) => run(process.execPath, [child, folder, name, '10'])));
  for (const name of names) expect(readPanes(folder, name)?.left.location, name).toEqual(localLocation(`/${name}/9`));
  expect(await readdir(folder)).toEqual(['panes.json']);
});
