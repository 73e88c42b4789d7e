import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDataDirectory } from '../../source/server/data-directory.ts';
import { startCloud, temporaryFolder } from './helpers.ts';

test('files and folders of the data are for this user alone', async () => {
  const { client, dataDir } = await startCloud();
  for (const [name, size] of [
    ['small', 1],
    ['large', 100_000],
  ] as const)
    await client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: Buffer.alloc(size) });
  const modes = async (paths: string[]) =>
    new Set(await Promise.all(paths.map(async (path) => ((await stat(path)).mode & 0o777).toString(8))));
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const pathOf = (entry: { parentPath: string; name: string }) => join(entry.parentPath, entry.name);
  const files = entries.filter((entry) => entry.isFile()).map(pathOf);
  const folders = entries.filter((entry) => entry.isDirectory()).map(pathOf);
  expect(await modes(files)).toEqual(new Set(['600']));
  expect(await modes([dataDir, ...folders])).toEqual(new Set(['700']));
  expect((await readFile(join(dataDir, 'u1file.sqlite'))).length).toBeGreaterThan(0);
});

test('a folder that can not be is refused in words, also where the system never says so', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  for (const [path, code] of [
    [join(folder, 'file'), 'not-a-folder'],
    [join(folder, 'file', 'below'), 'not-a-folder'],
    // Whatever is asked for there, the folder above is said to be missing.
    ...(process.platform === 'linux' ? ([['/proc/x/y', 'unsupported']] as const) : []),
  ] as const) {
    const opened = openDataDirectory(path);
    await expect(opened, path).rejects.toMatchObject({
      code,
      message: expect.stringContaining('Nothing can be kept in'),
    });
  }
  const opened = await openDataDirectory(join(folder, 'a', 'b', 'c'));
  await opened.close();
  for (const made of ['a', 'a/b', 'a/b/c']) expect((await stat(join(folder, made))).mode & 0o777).toBe(0o700);
});
