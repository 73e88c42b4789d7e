import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { migrateData, openAdmin } from '../../source/server/admin.ts';
import type { Admin } from '../../source/server/admin.ts';
import { openDataDirectory } from '../../source/server/data-directory.ts';
import { PASSWORD, createClient, signIn, temporaryFolder } from './helpers.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'u1file.js');
const EMAIL = 'ted@example.org';
const FILES = 24;

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(...args: readonly string[]) {
  const child = start(...args);
  const [stdout, stderr] = await Promise.all([child.stdout?.toArray(), child.stderr?.toArray(), once(child, 'exit')]);
  const text = (chunks: unknown) => Buffer.concat((chunks ?? []) as Buffer[]).toString();
  return { status: child.exitCode, stdout: text(stdout), stderr: text(stderr) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function serve(dataDir: string): Promise<string> {
  const child = start('serve', '--listen', '127.0.0.1:0', '--data', dataDir);
  child.stderr?.resume();
  const [line] = (await once(createInterface({ input: child.stdout as NonNullable<typeof child.stdout> }), 'line')) as [
    string,
  ];
  return line.replace('listening on ', '');
}

async function withAdmin<T>(dataDir: string, act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = await openAdmin(dataDir);
  try {
    return await act(admin);
  } finally {
    await admin.close();
  }
}

async function addAccount(dataDir: string, email = EMAIL): Promise<void> {
  await withAdmin(dataDir, (admin) => admin.addUser({ email, password: PASSWORD }));
}

/** A connection to the database of a folder beside the program. */
function openBeside(dataDir: string) {
  const database = new DatabaseSync(join(dataDir, 'u1file.sqlite'), { timeout: 60_000 });
  onTestFinished(() => database.close());
  const count = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  return {
    count,
    /** From here on nobody else writes to it. */
    block: () => database.exec('BEGIN IMMEDIATE'),
    release: () => database.exec('COMMIT'),
    /** True while somebody else is writing. */
    isWrittenTo: () => {
      database.exec('PRAGMA busy_timeout = 0');
      try {
        database.exec('BEGIN IMMEDIATE; COMMIT');
        return false;
      } catch {
        return true;
      } finally {
        database.exec('PRAGMA busy_timeout = 60000');
      }
    },
    /** The time of a lock that a killed program left behind is over. */
    expire: () => database.exec("UPDATE lease SET until = 0 WHERE name = 'changes'"),
    isFrozen: () => count(`SELECT count(*) FROM lease WHERE name = 'changes' AND until > ${Date.now()}`) === 1,
  };
}

/** Contents that are under their names. */
async function contents(dataDir: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'blobs'), { recursive: true }).catch(() => []);
  return entries.filter((path) => /^[0-9a-f]{2}\/[0-9a-f]{40}$/.test(path)).toSorted();
}

const until = { timeout: 30_000, interval: 5 };

test('a move that is killed at any point goes on with the same command, and nobody serves the half of it', async () => {
  const folder = await temporaryFolder();
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  await addAccount(from);
  const client = await signIn(await serve(from), EMAIL);
  const put = (name: string, bytes: number) =>
    client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: randomBytes(bytes) });
  const statuses = await Promise.all(Array.from({ length: FILES }, (_, index) => put(`f${index}`, 20_000)));
  expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([201]));
  await put('small', 10);
  const move = ['admin', 'migrate', '--from', from, '--to', to];
  const source = openBeside(from);
  await (await openDataDirectory(to)).close();
  const target = openBeside(to);
  const accounts = () => target.count('SELECT count(*) FROM account');

  // While contents are copied: one of them is not to be had.
  const stuck = (await contents(from)).at(0) ?? '';
  await rename(join(from, 'blobs', stuck), join(folder, 'aside'));
  execFileSync('mkfifo', [join(from, 'blobs', stuck)]);
  const first = start(...move);
  await expect.poll(async () => (await contents(to)).length, until).toBeGreaterThanOrEqual(FILES - 4);
  const late = await put('late', 5);
  expect([late.status, late.headers['retry-after']]).toEqual([503, '30']);
  expect((await client.call('GET', '/content/~/Ubuntu%20One/small')).status).toBe(200);
  await kill(first);
  await rm(join(from, 'blobs', stuck));
  await rename(join(folder, 'aside'), join(from, 'blobs', stuck));
  const copied = (await contents(to)).length;
  expect([copied < FILES, accounts()]).toEqual([true, 0]);

  const refused = await run('serve', '--listen', '127.0.0.1:0', '--data', to);
  expect([refused.status, refused.stdout]).toEqual([7, '']);
  expect(refused.stderr).toMatch(/Data is still on its way here.*\n.*same "u1file admin migrate"/);
  await expect(openAdmin(to)).rejects.toMatchObject({ code: 'busy' });
  const other = join(folder, 'other');
  await addAccount(other, 'ann@example.org');
  const foreign = expect.stringContaining('from another place');
  await expect(migrateData({ dataDir: other }, { dataDir: to })).rejects.toMatchObject({
    code: 'name-taken',
    message: foreign,
  });

  // Between the contents and the rows. What came to the source in between goes along.
  source.expire();
  expect((await put('late', 30_000)).status).toBe(201);
  target.block();
  const second = start(...move);
  await expect.poll(async () => (await contents(to)).length, until).toBe(FILES + 1);
  await kill(second);
  target.release();
  expect(accounts()).toBe(0);

  // With the rows under way: the last thing before they count is to be noted at the source.
  source.expire();
  target.block();
  const third = start(...move);
  await expect.poll(() => source.isFrozen(), until).toBe(true);
  source.block();
  target.release();
  await expect.poll(() => target.isWrittenTo(), until).toBe(true);
  await kill(third);
  source.release();
  expect([accounts(), source.count("SELECT count(*) FROM lease WHERE name = 'moved'")]).toEqual([0, 0]);

  // The rows are there, but nobody may have heard of it.
  source.expire();
  const fourth = start(...move);
  await expect.poll(accounts, until).toBe(1);
  await kill(fourth);
  source.expire();
  const last = await run(...move, '--json');
  expect([last.status, JSON.parse(last.stdout)]).toEqual([0, { blobs: 0, kept: 0, wasDone: true }]);
  expect((await run(...move)).stdout).toBe('everything was moved there before\n');

  const never = await put('never', 5);
  expect([never.status, never.headers['retry-after']]).toEqual([503, '30']);
  const there = createClient(await serve(to), client.credentials);
  const delta = '/volumes/~/Ubuntu%20One?from_generation=0';
  expect((await there.api('GET', delta)).json).toEqual((await client.api('GET', delta)).json);
  expect((await there.call('PUT', '/content/~/Ubuntu%20One/new', { body: 'new' })).status).toBe(201);
  expect(await withAdmin(to, (admin) => admin.check())).toEqual({ problems: [], blobs: FILES + 3 });
  expect(await withAdmin(from, (admin) => admin.backup(join(folder, 'backup')))).toMatchObject({ blobs: FILES + 2 });
  expect(await withAdmin(join(folder, 'backup'), (admin) => admin.check())).toMatchObject({ problems: [] });

  // Once the source takes changes again, the two have nothing to do with each other.
  await withAdmin(from, (admin) => admin.thaw());
  expect((await put('again', 5)).status).toBe(201);
  const again = await run(...move);
  expect([again.status, again.stderr]).toEqual([8, expect.stringContaining('There is data already')]);
});

test('contents are copied once, a damaged one anew, and a damaged source moves nothing', async () => {
  const folder = await temporaryFolder();
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  await addAccount(from);
  const client = await signIn(await serve(from), EMAIL);
  for (const name of ['a', 'b', 'c'])
    await client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: name.repeat(20_000) });
  const [one = '', two = ''] = await contents(from);
  execFileSync('cp', ['-a', join(from, 'blobs'), join(folder, 'blobs')]);
  await (await openDataDirectory(to)).close();
  await rm(join(to, 'blobs'), { recursive: true });
  execFileSync('cp', ['-a', join(folder, 'blobs'), join(to, 'blobs')]);
  const file = await open(join(to, 'blobs', one), 'r+');
  await file.write(Buffer.alloc(9), 0, 9, 0);
  await file.close();
  await rm(join(from, 'blobs', two));
  await rm(join(to, 'blobs', two));
  const move = ['admin', 'migrate', '--from', from, '--to', to];
  const refused = await run(...move);
  expect([refused.status, refused.stderr]).toEqual([7, expect.stringContaining('can not be read')]);
  expect((await client.call('PUT', '/content/~/Ubuntu%20One/d', { body: 'd' })).status).toBe(201);
  execFileSync('cp', ['-a', join(folder, 'blobs', two), join(from, 'blobs', two)]);
  const moved = await run(...move);
  expect([moved.status, moved.stderr, moved.stdout]).toEqual([
    0,
    expect.any(String),
    '3 contents moved and compared, 2 of them there from before\n',
  ]);
  expect((await withAdmin(to, (admin) => admin.check())).problems).toEqual([]);
});
