import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { DEFAULT_SETTINGS } from '../../source/domain/settings.ts';
import { makePreferenceFile } from '../../source/services/preference-files.ts';
import {
  changeSettings,
  openSettings,
  readKeyFile,
  readSettings,
  settingsPath,
} from '../../source/services/settings.ts';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'u1-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function folderWith(text: string): Promise<string> {
  const folder = await freshFolder();
  await writeFile(settingsPath(folder), text);
  return folder;
}

test('without a file the defaults hold', async () => {
  expect(readSettings(join(await freshFolder(), 'deep'))).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
});

test('what is set is there at the next start, in a file for nobody else', async () => {
  const folder = join(await freshFolder(), 'deep', 'u1file');
  await changeSettings(folder, { keys: 'vim', openWith: { '*.tar.gz': 'less' } });
  expect(readSettings(folder).settings).toEqual({
    ...DEFAULT_SETTINGS,
    keys: 'vim',
    openWith: { '*.tar.gz': 'less' },
  });
  expect((await stat(settingsPath(folder))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('a wrong value and an unknown name are told with their lines, count as not set and stay in the file', async () => {
  const folder = await folderWith('{\n  "keys": "emacs",\n  "colour": "red",\n  "ascii": true\n}');
  const { settings, problems } = readSettings(folder);
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, ascii: true });
  expect(problems).toEqual([
    'settings.json line 2: "keys" cannot be "emacs"',
    'settings.json line 3: there is no setting "colour"',
  ]);
  await changeSettings(folder, { theme: 'light' });
  expect(JSON.parse(await readFile(settingsPath(folder), 'utf8'))).toEqual({
    keys: 'emacs',
    colour: 'red',
    ascii: true,
    theme: 'light',
  });
});

test.each([
  ['{"keys": "vi', /put aside as .*settings\.json\.broken-2026-11-26T05-06-07: .*JSON/],
  ['[1]', /put aside as .*: it holds no object/],
])('a broken file is put aside and told with path and reason: %s', async (text, words) => {
  const folder = await folderWith(text);
  const { settings, problems } = openSettings(folder, new Date('2026-11-26T05:06:07Z'));
  expect(settings).toEqual(DEFAULT_SETTINGS);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(words);
  expect(await readFile(join(folder, 'settings.json.broken-2026-11-26T05-06-07'), 'utf8')).toBe(text);
  await changeSettings(folder, { ascii: true });
  expect(readSettings(folder).settings.ascii).toBe(true);
  expect((await readdir(folder)).toSorted()).toEqual(['settings.json', 'settings.json.broken-2026-11-26T05-06-07']);
});

test('a file that breaks while the program runs is told and left to who writes it', async () => {
  const folder = await folderWith('{"keys": "vi');
  expect(readSettings(folder).problems[0]).toMatch(/settings\.json could not be read: .*JSON/);
  expect(await readdir(folder)).toEqual(['settings.json']);
  await changeSettings(folder, { ascii: true });
  expect(readSettings(folder).settings.ascii).toBe(true);
  expect((await readdir(folder)).some((name) => name.startsWith('settings.json.broken-'))).toBe(true);
});

test('the key file is its text, and none is empty', async () => {
  const folder = await freshFolder();
  expect(readKeyFile(folder)).toEqual({ text: '', problem: null });
  await writeFile(join(folder, 'keys.conf'), 'copy = y\n');
  expect(readKeyFile(folder).text).toBe('copy = y\n');
});

test('a file that cannot be read is told, and nothing is put aside', async () => {
  const folder = await freshFolder();
  await mkdir(settingsPath(folder));
  expect(readSettings(folder).problems[0]).toMatch(/could not be read: EISDIR/);
});

test('several programs that change settings at once lose nothing of each other', async () => {
  const folder = await freshFolder();
  const child = new URL('../helpers/change-settings-child.ts', import.meta.url).pathname;
  const run = promisify(execFile);
  const names = ['parallelFiles', 'bellAfter', 'future'];
  await Promise.all(names.map(async (name) => run(process.execPath, [child, folder, name, '40'])));
  const kept: unknown = JSON.parse(await readFile(settingsPath(folder), 'utf8'));
  expect(kept).toEqual({ parallelFiles: 40, bellAfter: 40, future: 40 });
  expect(await readdir(folder)).toEqual(['settings.json']);
});

test('a change to what is no JSON puts that aside and says so', async () => {
  const folder = await folderWith('{"keys": ');
  expect(await changeSettings(folder, { keys: 'vim' })).toMatch(/were put aside as .*settings\.json\.broken-/);
  expect(readSettings(folder).settings.keys).toBe('vim');
  expect(await changeSettings(folder, { keys: 'mc' })).toBeNull();
});

test('a file to be edited by hand is made with what is in force, and left as it is where there is one', async () => {
  const folder = join(await freshFolder(), 'config');
  const path = await makePreferenceFile(folder, 'settings');
  expect(path).toBe(settingsPath(folder));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(DEFAULT_SETTINGS);
  expect(readSettings(folder)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await writeFile(path, '{"keys": "vim"}');
  await makePreferenceFile(folder, 'settings');
  expect(await readFile(path, 'utf8')).toBe('{"keys": "vim"}');
  await makePreferenceFile(folder, 'keys');
  expect(createRegistry({ preset: 'mc', file: readKeyFile(folder).text }).problems).toEqual([]);
});
