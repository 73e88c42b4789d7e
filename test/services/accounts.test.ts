import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { accountFromEnvironment, accountId, createAccounts } from '../../source/services/accounts.ts';
import type { Account } from '../../source/services/accounts.ts';
import { basesOf, normalizeServer } from '../../source/services/http/bases.ts';
import { programPaths } from '../../source/services/paths.ts';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'u1-accounts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'config', 'u1file');
}

function account(email: string, server = 'https://cloud.example.org'): Account {
  const credentials = { consumerKey: 'ck', consumerSecret: 'cs', token: 'tk', tokenSecret: `ts of ${email}` };
  return { id: accountId(email, server), email, server, bases: basesOf(server), credentials };
}

test('nobody is signed in at first', async () => {
  const accounts = createAccounts(await freshFolder());
  expect(await accounts.load()).toEqual({ current: null, accounts: [] });
  expect(accounts.problem()).toBeNull();
});

test('accounts are kept for the next start, in a file and a folder for nobody else', async () => {
  const folder = await freshFolder();
  const [ann, ben] = [account('ann@example.org'), account('ben@example.org')];
  await createAccounts(folder).save(ann);
  await createAccounts(folder).save(ben);
  expect(await createAccounts(folder).load()).toEqual({ current: ben.id, accounts: [ann, ben] });
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'accounts.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['accounts.json']);
});

test('signing in again takes the place of the old sign-in', async () => {
  const folder = await freshFolder();
  const accounts = createAccounts(folder);
  await accounts.save(account('ann@example.org'));
  await accounts.save(account('ben@example.org'));
  const again = { ...account('ann@example.org'), credentials: { ...account('x').credentials, token: 'new' } };
  await accounts.save(again);
  const book = await accounts.load();
  expect(book.current).toBe(again.id);
  expect(book.accounts.map(({ id }) => id)).toEqual([accountId('ben@example.org', 'cloud.example.org'), again.id]);
  expect(book.accounts.at(-1)?.credentials.token).toBe('new');
});

test('another account can be used, and one can be forgotten', async () => {
  const accounts = createAccounts(await freshFolder());
  const [ann, ben] = [account('ann@example.org'), account('ben@example.org')];
  await accounts.save(ann);
  await accounts.save(ben);
  await accounts.use(ann.id);
  expect((await accounts.load()).current).toBe(ann.id);
  await expect(accounts.use('nobody')).rejects.toMatchObject({ code: 'not-found' });
  await accounts.remove(ben.id);
  expect(await accounts.load()).toEqual({ current: ann.id, accounts: [ann] });
  await accounts.remove(ann.id);
  await accounts.remove(ann.id);
  expect(await accounts.load()).toEqual({ current: null, accounts: [] });
});

test('several programs that sign in at once lose no account of each other', async () => {
  const folder = await freshFolder();
  const child = new URL('../helpers/save-accounts-child.ts', import.meta.url).pathname;
  const run = promisify(execFile);
  await Promise.all(['a', 'b', 'c', 'd'].map(async (name) => run(process.execPath, [child, folder, name, '10'])));
  const { accounts } = await createAccounts(folder).load();
  expect(new Set(accounts.map(({ id }) => id)).size).toBe(40);
  expect(await readdir(folder)).toEqual(['accounts.json']);
});

test('a broken file is put aside once, however many look at it at the same time', async () => {
  const folder = await freshFolder();
  await createAccounts(folder).save(account('ann@example.org'));
  await writeFile(join(folder, 'accounts.json'), 'broken');
  const saved = createAccounts(folder).save(account('ben@example.org'));
  await Promise.all([saved, ...Array.from({ length: 8 }, async () => createAccounts(folder).load())]);
  expect((await createAccounts(folder).load()).accounts.map(({ email }) => email)).toEqual(['ben@example.org']);
  expect((await readdir(folder)).filter((name) => name.includes('.broken-'))).toHaveLength(1);
});

test.each(['{"version":1,"curr', '', '[]', '{"version":1,"current":null,"accounts":[{"id":"x"}]}'])(
  'a broken file (%j) is put aside and said so, and signing in works again',
  async (broken) => {
    const folder = await freshFolder();
    const accounts = createAccounts(folder);
    await accounts.save(account('ann@example.org'));
    await writeFile(join(folder, 'accounts.json'), broken);
    expect(await accounts.load()).toEqual({ current: null, accounts: [] });
    expect(accounts.problem()).toContain('put aside');
    const aside = (await readdir(folder)).find((name) => name.includes('.broken-')) ?? '';
    expect(await readFile(join(folder, aside), 'utf8')).toBe(broken);
    await accounts.save(account('ben@example.org'));
    expect((await accounts.load()).accounts.length).toBe(1);
  },
);

test('the environment gives an account in four parts', () => {
  const env = { U1FILE_TOKEN: 'ck:cs:tk:ts', U1FILE_SERVER: 'http://localhost:8080/' };
  expect(accountFromEnvironment(env)).toMatchObject({
    server: 'http://localhost:8080',
    credentials: { consumerKey: 'ck', consumerSecret: 'cs', token: 'tk', tokenSecret: 'ts' },
  });
  expect(accountFromEnvironment({})).toBeNull();
  expect(accountFromEnvironment({ U1FILE_TOKEN: '', U1FILE_SERVER: 'x' })).toBeNull();
  const usage = expect.objectContaining({ code: 'usage' });
  expect(() => accountFromEnvironment({ ...env, U1FILE_TOKEN: 'ck:cs' })).toThrow(usage);
  expect(() => accountFromEnvironment({ U1FILE_TOKEN: 'ck:cs:tk:ts' })).toThrow(usage);
});

test.each([
  ['cloud.example.org', 'https://cloud.example.org'],
  ['HTTPS://Cloud.Example.org:443/', 'https://cloud.example.org'],
  ['http://cloud.example.org:8080/u1/', 'http://cloud.example.org:8080/u1'],
  ['localhost:8080', 'http://localhost:8080'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  [' [::1]:80 ', 'http://[::1]'],
])('the server %j is %s', (typed, server) => {
  expect(normalizeServer(typed)).toBe(server);
});

test.each(['', 'ftp://x', 'http://', 'https://user@host', 'https://host/?a', 'a b', '--json'])(
  '%j is no server',
  (typed) => {
    expect(() => normalizeServer(typed)).toThrow(expect.objectContaining({ code: 'usage' }));
  },
);

test('the historic service had three hosts, any other has one', () => {
  expect(basesOf('https://one.ubuntu.com').sso).toBe('https://login.ubuntu.com');
  expect(new Set(Object.values(basesOf('https://cloud.example.org')))).toEqual(new Set(['https://cloud.example.org']));
});

test('the folders follow the environment, and relative ones are no folders', () => {
  const set = { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s', XDG_RUNTIME_DIR: '/r' };
  const own = { config: '/c/u1file', data: '/d/u1file', state: '/s/u1file', runtime: '/r/u1file' };
  expect(programPaths(set, '/home/ann')).toEqual(own);
  expect(programPaths({ XDG_CONFIG_HOME: 'relative', XDG_DATA_HOME: '' }, '/home/ann')).toEqual({
    config: '/home/ann/.config/u1file',
    data: '/home/ann/.local/share/u1file',
    state: '/home/ann/.local/state/u1file',
    runtime: null,
  });
});
