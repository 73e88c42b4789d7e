import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { S3_KEYS, startCeph } from '../../../scripts/engines/ceph.ts';
import type { Ceph } from '../../../scripts/engines/ceph.ts';
import { send } from '../../server/helpers.ts';
import { makeBucket } from '../buckets.ts';
import { emptyDatabase } from '../databases.ts';
import { prepareAccount, seconds, startLoad } from '../load.ts';
import { startServe } from '../processes.ts';

/** See the tests of PostgreSQL. */
const DOWN = Number(process.env['U1FILE_DOWN_SECONDS'] ?? 5);
const LONG = 120_000 + DOWN * 1000;

let ceph: Ceph;
beforeAll(async () => {
  ceph = await startCeph();
});
afterAll(() => ceph.stop());

let count = 0;
async function startAll() {
  count += 1;
  const bucket = `failures-${count}`;
  await makeBucket(ceph.endpoints[0] ?? '', bucket);
  const endpoint = ceph.endpoints.join(',');
  const blobs = { url: `s3://${bucket}`, endpoint, region: 'default', credentials: S3_KEYS };
  const place = { metadata: await emptyDatabase(), blobs };
  const servers = await Promise.all([startServe(place), startServe(place)]);
  const client = await prepareAccount(place, servers[0].address);
  const load = startLoad(
    client,
    servers.map(({ address }) => address),
  );
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(20);
  return { place, server: servers[0], client, load };
}

test('one storage node of three is killed under load, and comes back', async ({ annotate }) => {
  const { place, server, load } = await startAll();
  await ceph.nodes[1]?.end('SIGKILL');
  const before = load.done();
  await expect.poll(() => load.done(), { timeout: 90_000 }).toBeGreaterThan(before + 30);
  await ceph.nodes[1]?.start();
  await annotate(load.words());
  expect([...(await load.stop())].filter((status) => status !== 503)).toEqual([]);
  await load.verify(server.address, place);
});

test('one gateway of two is killed under load, and only whose upload it was just putting together is told to come again', async ({
  annotate,
}) => {
  const { place, server, load } = await startAll();
  await ceph.gateways[0]?.end('SIGKILL');
  const before = load.done();
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before + 30);
  await annotate(load.words());
  const statuses = await load.stop();
  expect([...statuses].filter((status) => status !== 503)).toEqual([]);
  // The store holds the lock of such an upload for the one that is gone; parts that are sent again go by another upload.
  const others = (await load.whyRefused(place)).filter(
    (why) => !why.includes('multipart completion is already in progress'),
  );
  expect(others).toEqual([]);
  await load.verify(server.address, place);
  await ceph.gateways[0]?.start();
});

test(
  'without any gateway contents are answered 503, names are still there, and it recovers by itself',
  { timeout: LONG },
  async ({ annotate }) => {
    const { place, server, client, load } = await startAll();
    await Promise.all(ceph.gateways.map((gateway) => gateway.end('SIGKILL')));
    const killed = performance.now();
    const health = async () => {
      const { status, text } = await send(server.operations, 'GET', '/healthz');
      return [status, JSON.parse(text)];
    };
    const failing = [503, { status: 'failing', metadata: 'ok', blobs: 'not answering' }];
    await expect.poll(health, { timeout: 30_000 }).toEqual(failing);
    const noticed = performance.now() - killed;
    const put = await client.call('PUT', '/content/~/Ubuntu%20One/large', { body: Buffer.alloc(100_000) });
    expect([put.status, Number(put.headers['retry-after'])]).toEqual([503, expect.any(Number)]);
    expect((await client.api('GET', '/~/Ubuntu%20One?include_children=true')).status).toBe(200);
    await sleep(DOWN * 1000);
    expect(await health()).toEqual(failing);
    const before = load.done();
    for (const gateway of ceph.gateways) await gateway.start();
    const back = performance.now();
    const isWell = async () => (await health())[0] === 200;
    await expect.poll(isWell, { timeout: 60_000 }).toBe(true);
    const recovered = performance.now() - back;
    await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before + 20);
    await annotate(
      `said so after ${seconds(noticed)}, well ${seconds(recovered)} after they were back; ${load.words()}`,
    );
    expect([...(await load.stop())].filter((status) => status !== 503)).toEqual([]);
    await load.verify(server.address, place);
  },
);
