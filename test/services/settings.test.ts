import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_SETTINGS, openSettings } from '../../source/services/settings.ts';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'u1-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('without a file the defaults hold', async () => {
  const file = await openSettings(join(await freshFolder(), 'deep', 'u1file'));
  expect(file.settings()).toEqual(DEFAULT_SETTINGS);
  expect(file.problems).toEqual([]);
});

test('what is set is there at the next start, in a file for nobody else', async () => {
  const folder = await freshFolder();
  (await openSettings(folder)).set({ keys: 'vim', bookmarks: { work: '/srv/work' } });
  const again = await openSettings(folder);
  expect(again.settings()).toEqual({ ...DEFAULT_SETTINGS, keys: 'vim', bookmarks: { work: '/srv/work' } });
  expect((await stat(again.path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('a wrong value and an unknown name are told and counted as not set', async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, 'settings.json'), '{"keys": "emacs", "colour": "red", "ascii": true}');
  const file = await openSettings(folder);
  expect(file.settings()).toEqual({ ...DEFAULT_SETTINGS, ascii: true });
  expect(file.problems).toEqual(['The setting "keys" cannot be "emacs"', 'There is no setting "colour"']);
});

test('a broken file is put aside and told, never a crash', async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, 'settings.json'), '{"keys": "vi');
  const file = await openSettings(folder);
  expect(file.settings()).toEqual(DEFAULT_SETTINGS);
  expect(file.problems[0]).toContain('put aside');
  expect((await readdir(folder)).some((name) => name.startsWith('settings.json.broken-'))).toBe(true);
  file.set({ ascii: true });
  expect((await openSettings(folder)).settings().ascii).toBe(true);
});
