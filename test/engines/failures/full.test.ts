import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { S3_KEYS, startCeph } from '../../../scripts/engines/ceph.ts';
import { startPostgres } from '../../../scripts/engines/postgres.ts';
import { openAdmin } from '../../../source/server/admin.ts';
import { silentLog } from '../../../source/server/log.ts';
import { startServer } from '../../../source/server/serve.ts';
import type { StoreAddress } from '../../../source/server/stores.ts';
import type { TestClient } from '../../server/helpers.ts';
import { smallDisk } from '../../server/small-disk.ts';
import { makeBucket, newS3Place } from '../buckets.ts';
import { ask, emptyDatabase } from '../databases.ts';
import { prepareAccount } from '../load.ts';

async function startOn(place: StoreAddress): Promise<TestClient> {
  const server = await startServer({ ...place, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  onTestFinished(() => server.close());
  return await prepareAccount(place, server.address);
}

const put = (client: TestClient, name: string, body: Uint8Array) =>
  client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body });

async function expectWhole(client: TestClient, place: StoreAddress, contents: ReadonlyMap<string, Uint8Array>) {
  for (const [name, content] of contents) {
    const got = await client.call('GET', `/content/~/Ubuntu%20One/${name}`);
    expect([name, got.status, got.bytes.equals(content)]).toEqual([name, 200, true]);
  }
  const admin = await openAdmin(place);
  expect((await admin.check()).problems).toEqual([]);
  await admin.close();
}

test('a full database is answered 507, keeps what it has, and heals by itself once there is room', async () => {
  const disk = await smallDisk(24 * 2 ** 20);
  if (disk === null) throw new Error('only root may mount a disk');
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  execFileSync('chmod', ['755', `${disk}/..`]);
  execFileSync('chown', ['postgres', disk]);
  await ask(postgres.url('postgres'), `CREATE TABLESPACE small LOCATION '${disk}'`);
  await ask(postgres.url('postgres'), 'CREATE DATABASE files TABLESPACE small');
  const place = { metadata: postgres.url('files'), blobs: await newS3Place() };
  const client = await startOn(place);
  const kept = new Map<string, Uint8Array>();
  const isTaken = async (): Promise<boolean> => {
    const [name, content] = [`f${kept.size}`, randomBytes(16_000)];
    const { status, json } = await put(client, name, content);
    if (status === 507) expect(json).toEqual({ error: 'The server has no space left.' });
    else kept.set(name, content);
    expect([201, 507]).toContain(status);
    return status === 201;
  };
  for (let count = 0; count < 2000 && (await isTaken()); count += 1);
  expect(await isTaken()).toBe(false);
  execFileSync('mount', ['-o', 'remount,size=200m', disk]);
  expect(await isTaken()).toBe(true);
  await expectWhole(client, place, kept);
});

test('a full S3 store is answered 507, keeps what it has, and heals by itself once there is room', async () => {
  const ceph = await startCeph({ nodes: 1, gateways: 1 });
  onTestFinished(() => ceph.stop());
  const endpoint = ceph.endpoints.join(',');
  await makeBucket(endpoint, 'small');
  const place = {
    metadata: await emptyDatabase(),
    blobs: { url: 's3://small', endpoint, region: 'default', credentials: S3_KEYS },
  };
  const client = await startOn(place);
  const old = randomBytes(100_000);
  expect((await put(client, 'old', old)).status).toBe(201);
  ceph.limit(200_000);
  for (const size of [300_000, 20_000_000]) {
    const refused = await put(client, 'old', randomBytes(size));
    expect([refused.status, refused.json]).toEqual([507, { error: 'The server has no space left.' }]);
  }
  const small = randomBytes(1000);
  expect((await put(client, 'small', small)).status).toBe(201);
  ceph.limit(null);
  const large = randomBytes(9_000_000);
  await expect.poll(async () => (await put(client, 'large', large)).status, { timeout: 60_000 }).toBe(201);
  const kept = { old, small, large };
  await expectWhole(client, place, new Map(Object.entries(kept)));
});
