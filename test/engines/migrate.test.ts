import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { openStores } from '../../source/server/stores.ts';
import type { StoreAddress } from '../../source/server/stores.ts';
import { PASSWORD, createClient, signIn, temporaryFolder } from '../server/helpers.ts';
import type { TestClient } from '../server/helpers.ts';
import { placeArguments, runVerb, startProgram, startServe } from './processes.ts';
import { newPlace } from './twins.ts';

const EMAIL = 'ted@example.org';
const SIZES = [0, 10, 20_000, 300_000, 9_000_000];

/** Everything a client can see. */
async function lookAround(client: TestClient): Promise<unknown> {
  const volumes = (await client.api('GET', '/volumes')).json;
  const delta = (await client.api('GET', '/volumes/~/x?from_generation=0')).json;
  const contents = [];
  for (const index of SIZES.keys()) contents.push((await client.call('GET', `/content/~/x/d/f${index}`)).bytes);
  return { volumes, delta, contents, quota: (await client.call('GET', '/api/quota/')).json };
}

async function checked(place: StoreAddress): Promise<readonly string[]> {
  const admin = await openAdmin(place);
  const { problems } = await admin.check();
  await admin.close();
  return problems;
}

test('everything moves to the engines and back, read-only meanwhile, and looks the same everywhere', async () => {
  const dataDir = join(await temporaryFolder(), 'data');
  await runVerb(['admin', 'add-user', EMAIL, '--data', dataDir], `${PASSWORD}\n`);
  const near = await startServe({ dataDir });
  const client = await signIn(near.address, EMAIL);
  await client.api('PUT', '/volumes/~/x');
  for (const [index, size] of SIZES.entries())
    await client.call('PUT', `/content/~/x/d/f${index}`, { body: randomBytes(size) });
  await client.call('PUT', '/content/~/x/gone', { body: randomBytes(50_000) });
  await client.api('DELETE', '/~/x/gone');
  const before = await lookAround(client);

  const place = await newPlace();
  const moved = await runVerb(['admin', 'migrate', '--from', dataDir, ...placeArguments(place)]);
  expect([moved.status, moved.stdout]).toEqual([0, '4 contents moved and compared, 0 of them there from before\n']);
  expect(await checked(place)).toEqual([]);
  const late = await client.call('PUT', '/content/~/x/late', { body: 'late' });
  expect([late.status, late.headers['retry-after']]).toEqual([503, '30']);
  expect(await lookAround(client)).toEqual(before);
  near.child.kill('SIGTERM');

  const far = await startServe(place);
  const there = createClient(far.address, client.credentials);
  expect(await lookAround(there)).toEqual(before);
  expect((await there.call('PUT', '/content/~/x/new', { body: 'new' })).status).toBe(201);

  const again = await runVerb(['admin', 'migrate', '--from', dataDir, ...placeArguments(place)]);
  expect([again.status, again.stdout]).toEqual([0, 'everything was moved there before\n']);

  const back = join(await temporaryFolder(), 'back');
  const returned = await runVerb(['admin', 'migrate', '--to', back, ...placeArguments(place)]);
  expect([returned.status, returned.stderr]).toEqual([0, expect.any(String)]);
  expect((await there.call('PUT', '/content/~/x/late', { body: 'late' })).status).toBe(503);
  const home = await startServe({ dataDir: back });
  const here = createClient(home.address, client.credentials);
  expect((await here.call('GET', '/content/~/x/new')).text).toBe('new');
  expect(await checked({ dataDir: back })).toEqual([]);

  expect((await runVerb(['admin', 'thaw', ...placeArguments(place)])).status).toBe(0);
  expect((await there.call('PUT', '/content/~/x/late', { body: 'late' })).status).toBe(201);

  const backup = join(await temporaryFolder(), 'backup');
  expect((await runVerb(['admin', 'backup', backup, ...placeArguments(place)])).status).toBe(0);
  expect(await checked({ dataDir: backup })).toEqual([]);
});

test('a move that is killed halfway goes on where it was, and the source takes changes in between', async () => {
  const dataDir = join(await temporaryFolder(), 'data');
  await runVerb(['admin', 'add-user', EMAIL, '--data', dataDir], `${PASSWORD}\n`);
  const near = await startServe({ dataDir });
  const client = await signIn(near.address, EMAIL);
  for (let count = 0; count < 60; count += 1)
    await client.call('PUT', `/content/~/Ubuntu%20One/f${count}`, { body: randomBytes(200_000) });
  const place = await newPlace();
  const first = startProgram(['admin', 'migrate', '--from', dataDir, ...placeArguments(place)]);
  const there = await openStores(place);
  const arrived = async () => {
    let count = 0;
    for await (const { size } of there.blobs.list()) count += size > 0 ? 1 : 0;
    return count;
  };
  await expect.poll(arrived, { timeout: 60_000, interval: 5 }).toBeGreaterThan(2);
  first.kill('SIGKILL');
  // Its lock on the changes runs out by itself.
  const put = () => client.call('PUT', '/content/~/Ubuntu%20One/between', { body: 'x' });
  await expect.poll(async () => (await put()).status, { timeout: 60_000, interval: 500 }).toBeLessThan(300);
  const kept = await arrived();
  expect(kept).toBeLessThan(60);
  const second = await runVerb(['admin', 'migrate', '--from', dataDir, '--json', ...placeArguments(place)]);
  expect([second.status, JSON.parse(second.stdout)]).toEqual([0, { blobs: 60, kept, wasDone: false }]);
  expect(await checked(place)).toEqual([]);
  await there.close();
  expect(await readdir(dataDir)).toContain('u1file.sqlite');

  // And the way back, which cannot come to its end while nothing can be noted at the source.
  const blocker = new pg.Client({ connectionString: place.metadata });
  await blocker.connect();
  await blocker.query('BEGIN; LOCK TABLE lease IN SHARE MODE');
  const back = join(await temporaryFolder(), 'back');
  const third = startProgram(['admin', 'migrate', '--to', back, ...placeArguments(place)]);
  const returned = async () => await contentFiles(back);
  await expect.poll(returned, { timeout: 60_000, interval: 5 }).toBeGreaterThan(2);
  third.kill('SIGKILL');
  await once(third, 'exit');
  await blocker.end();
  const far = createClient((await startServe(place)).address, client.credentials);
  const late = () => far.call('PUT', '/content/~/Ubuntu%20One/between', { body: 'y' });
  await expect.poll(async () => (await late()).status, { timeout: 60_000, interval: 500 }).toBeLessThan(300);
  const keptBack = await returned();
  const fourth = await runVerb(['admin', 'migrate', '--to', back, '--json', ...placeArguments(place)]);
  expect([fourth.status, JSON.parse(fourth.stdout)]).toEqual([0, { blobs: 60, kept: keptBack, wasDone: false }]);
  expect(await checked({ dataDir: back })).toEqual([]);
});

/** Contents in a folder that are under their names already. */
async function contentFiles(dataDir: string): Promise<number> {
  const entries = await readdir(join(dataDir, 'blobs'), { recursive: true }).catch(() => []);
  return entries.filter((path) => /^[0-9a-f]{2}\/[0-9a-f]{40}$/.test(path)).length;
}

test.each([
  [['serve'], '--data is missing'],
  [['serve', '--metadata', 'postgres://x/y'], '--data is missing'],
  [
    ['serve', '--metadata', 'mysql://x/y', '--blobs', 's3://bucket', '--s3-endpoint', 'http://x'],
    'no address of a PostgreSQL',
  ],
  [['serve', '--data', 'x', '--blobs', 's3://bucket'], '--s3-endpoint is missing'],
  [['serve', '--data', 'x', '--blobs', 'bucket', '--s3-endpoint', 'http://x'], 'no place in an S3 store'],
  [['serve', '--data', 'x', '--blobs', 's3://bucket', '--s3-endpoint', 'x'], 'no address of an S3 gateway'],
  [['admin', 'migrate'], '--from or --to is missing'],
])('%j is refused in words', async (args, words) => {
  const refused = await runVerb(args);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining(words)]);
  expect(existsSync('x')).toBe(false);
});
