import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDataDirectory } from '../../source/server/data-directory.ts';
import { ensureEmbeddedAccount } from '../../source/server/embedded-account.ts';
import { makeFirstCloud } from '../../source/server/first-cloud.ts';
import { temporaryFolder } from './helpers.ts';

const NOW = Date.UTC(2026, 10, 24, 12, 0);
const RANDOM = /(?<=")([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{7}|[A-Za-z]{30}|[A-Za-z]{50})(?=")/g;

/** Has the server open a folder as it does at each start of the program. */
async function openAsServer(folder: string) {
  const data = await openDataDirectory(folder, { now: () => NOW });
  const account = await ensureEmbeddedAccount(folder, data.metadata);
  await data.close();
  return account;
}

/** All that a database holds, its random parts named in the order in which they come. */
function contentOf(folder: string): string {
  const database = new DatabaseSync(join(folder, 'u1file.sqlite'), { readOnly: true });
  const rowsOf = (query: string) => database.prepare(query).all();
  const tables = rowsOf("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  const content = [
    rowsOf('PRAGMA user_version'),
    rowsOf('SELECT type, name, sql FROM sqlite_master ORDER BY name'),
    ...tables.map(({ name }) => [name, rowsOf(`SELECT * FROM "${String(name)}"`)]),
  ];
  database.close();
  const seen = new Map<string, string>();
  const nameOf = (random: string): string => {
    if (!seen.has(random)) seen.set(random, `random ${seen.size} of ${random.length}`);
    return seen.get(random) ?? '';
  };
  return JSON.stringify(content, null, 1).replace(RANDOM, nameOf);
}

test('a cloud that is made for the first picture is, row by row, the one that the server makes', async () => {
  const [quick, whole] = [await temporaryFolder(), await temporaryFolder()];
  const made = await makeFirstCloud(quick, NOW);
  expect(made?.volumes.map(({ path }) => path)).toEqual(['~/Ubuntu One']);
  expect((await stat(join(quick, 'u1file.sqlite'))).mode & 0o777).toBe(0o600);
  const accounts = [await openAsServer(quick), await openAsServer(whole)];
  expect(contentOf(quick)).toBe(contentOf(whole));
  expect(contentOf(quick)).toContain('Ubuntu One');
  for (const [at, folder] of [quick, whole].entries())
    expect(JSON.parse(await readFile(join(folder, 'embedded-account.json'), 'utf8'))).toEqual(accounts[at]);
});

test('a cloud that is there, or that another program is making, is left alone', async () => {
  const folder = await temporaryFolder();
  const account = await openAsServer(folder);
  const before = contentOf(folder);
  expect(await makeFirstCloud(folder, NOW)).toBe(null);
  expect(contentOf(folder)).toBe(before);
  expect(await openAsServer(folder)).toEqual(account);
  await expect(makeFirstCloud(join(folder, 'nowhere'), NOW)).rejects.toThrow('ENOENT');
});

test('of two that make it at once, and a server that opens it meanwhile, each finds one and the same cloud', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const folder = await temporaryFolder();
    const [one, other, account, again] = await Promise.all([
      makeFirstCloud(folder, NOW),
      makeFirstCloud(folder, NOW),
      openAsServer(folder),
      openAsServer(folder),
    ]);
    expect([one, other].filter((made) => made !== null).length).toBeLessThanOrEqual(1);
    expect(account).toEqual(again);
    const volumes = contentOf(folder).split('"path"').length - 1;
    expect(volumes).toBe(1);
  }
});
