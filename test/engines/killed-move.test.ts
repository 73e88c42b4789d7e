import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { openStores } from '../../source/server/stores.ts';
import type { StoreAddress } from '../../source/server/stores.ts';
import { PASSWORD, createClient, signIn, temporaryFolder } from '../server/helpers.ts';
import { newS3Place } from './buckets.ts';
import { newDatabase } from './databases.ts';
import { placeArguments, runVerb, startProgram, startServe } from './processes.ts';

const EMAIL = 'ted@example.org';
const FILES = 6;
const [AT_NODES, AT_COMMIT] = [4242, 4243];
const until = { timeout: 60_000, interval: 10 };

/** Somebody who stops others in PostgreSQL at chosen points, and sees them wait. */
async function openBlocker(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  client.on('error', () => {});
  onTestFinished(() => client.end());
  const waiting = async () => {
    const { rows } = await client.query<{ pid: number; what: string }>(
      `SELECT pid, COALESCE(relation::regclass::text, objid::text) AS what FROM pg_locks
       WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows;
  };
  return {
    ask: async (sql: string) => (await client.query(sql)).rows,
    waiting,
    waitFor: async (what: string | number) =>
      await expect.poll(async () => (await waiting()).map((each) => each.what), until).toContain(String(what)),
  };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function problemsOf(place: StoreAddress): Promise<readonly string[]> {
  const admin = await openAdmin(place);
  const { problems } = await admin.check();
  await admin.close();
  return problems;
}

test('a move to the engines that is killed at any point goes on with the same command, and so does one back', async () => {
  const folder = await temporaryFolder();
  const dataDir = join(folder, 'data');
  await runVerb(['admin', 'add-user', EMAIL, '--data', dataDir], `${PASSWORD}\n`);
  const near = await startServe({ dataDir });
  const client = await signIn(near.address, EMAIL);
  const put = (name: string, bytes: number) =>
    client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: randomBytes(bytes) });
  for (let index = 0; index < FILES; index += 1) await put(`f${index}`, 200_000);
  await put('large', 9_000_000);
  const source = new DatabaseSync(join(dataDir, 'u1file.sqlite'), { timeout: 60_000 });
  onTestFinished(() => source.close());
  // The time of the lock that a killed program left behind is over.
  const expire = () => source.exec("UPDATE lease SET until = 0 WHERE name = 'changes'");

  const place = { metadata: await newDatabase(), blobs: await newS3Place() };
  const there = await openStores(place);
  const blocker = await openBlocker(place.metadata);
  await blocker.ask(`
    CREATE FUNCTION wait_for() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(TG_ARGV[0]::int8); RETURN NULL; END $$;
    CREATE TRIGGER at_nodes AFTER INSERT ON node EXECUTE FUNCTION wait_for(${AT_NODES});
    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION wait_for(${AT_COMMIT})`);
  const args = ['admin', 'migrate', '--from', dataDir, ...placeArguments(place), '--json'];
  const accounts = async () => (await blocker.ask('SELECT id FROM account')).length;

  // Between the contents and the rows.
  await blocker.ask('BEGIN');
  await blocker.ask('LOCK TABLE account IN EXCLUSIVE MODE');
  const first = startProgram(args);
  await blocker.waitFor('account');
  const late = await put('late', 5);
  expect([late.status, late.headers['retry-after']]).toEqual([503, '30']);
  await kill(first);
  await blocker.ask('COMMIT');
  const stored = [];
  for await (const { hash, storedAt } of there.blobs.list()) stored.push({ hash, storedAt });
  expect([stored.length, await accounts()]).toEqual([FILES + 1, 0]);
  const refused = await runVerb(['serve', '--listen', '127.0.0.1:0', ...placeArguments(place)]);
  expect([refused.status, refused.stderr]).toEqual([7, expect.stringContaining('Data is still on its way here')]);

  // Within the rows.
  expire();
  expect((await put('late', 5)).status).toBe(201);
  await blocker.ask(`SELECT pg_advisory_lock(${AT_NODES})`);
  const second = startProgram(args);
  await blocker.waitFor(AT_NODES);
  await kill(second);
  await blocker.ask(`SELECT pg_advisory_unlock(${AT_NODES})`);
  expect(await accounts()).toBe(0);

  // In the last step, which PostgreSQL never comes to.
  expire();
  await blocker.ask(`SELECT pg_advisory_lock(${AT_COMMIT})`);
  const third = startProgram(args);
  await blocker.waitFor(AT_COMMIT);
  await kill(third);
  for (const { pid } of await blocker.waiting()) await blocker.ask(`SELECT pg_terminate_backend(${pid}, 60000)`);
  expire();
  expect([(await put('never', 5)).status, await accounts()]).toEqual([503, 0]);

  // In the last step, which PostgreSQL comes to when the program is gone, and the next one has begun.
  const fourth = startProgram(args);
  await blocker.waitFor(AT_COMMIT);
  await kill(fourth);
  expire();
  const fifth = runVerb(args);
  await blocker.waitFor('account');
  await blocker.ask(`SELECT pg_advisory_unlock(${AT_COMMIT})`);
  const { status, stdout } = await fifth;
  expect([status, JSON.parse(stdout)]).toEqual([0, { blobs: FILES + 1, kept: FILES + 1, wasDone: false }]);
  expect(JSON.parse((await runVerb(args)).stdout)).toEqual({ blobs: 0, kept: 0, wasDone: true });
  const after = [];
  for await (const { hash, storedAt } of there.blobs.list()) after.push({ hash, storedAt });
  expect(after).toEqual(stored);
  await there.close();
  expect(await problemsOf(place)).toEqual([]);
  const far = createClient((await startServe(place)).address, client.credentials);
  const delta = '/volumes/~/Ubuntu%20One?from_generation=0';
  const seen = (await client.api('GET', delta)).json;
  expect((await far.api('GET', delta)).json).toEqual(seen);

  // And back, where the last word at the source has to wait.
  const back = join(folder, 'back');
  await blocker.ask('BEGIN');
  await blocker.ask('LOCK TABLE lease IN SHARE MODE');
  const returning = ['admin', 'migrate', '--to', back, ...placeArguments(place)];
  const sixth = startProgram(returning);
  await blocker.waitFor('lease');
  expect((await far.call('PUT', '/content/~/Ubuntu%20One/late', { body: 'x' })).status).toBe(503);
  await kill(sixth);
  await blocker.ask('COMMIT');
  await expect(openAdmin(back)).rejects.toMatchObject({ code: 'busy' });
  expect((await far.call('PUT', '/content/~/Ubuntu%20One/late', { body: 'changed' })).status).toBe(200);
  const returned = await runVerb(returning);
  expect([returned.status, returned.stdout]).toEqual([
    0,
    `${FILES + 1} contents moved and compared, ${FILES + 1} of them there from before\n`,
  ]);
  expect((await far.call('PUT', '/content/~/Ubuntu%20One/late', { body: 'y' })).status).toBe(503);
  expect(await problemsOf({ dataDir: back })).toEqual([]);
  const home = createClient((await startServe({ dataDir: back })).address, client.credentials);
  expect((await home.call('GET', '/content/~/Ubuntu%20One/late')).text).toBe('changed');
});
