import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../../../scripts/engines/postgres.ts';
import type { PostgresOptions } from '../../../scripts/engines/postgres.ts';
import { send } from '../../server/helpers.ts';
import { newS3Place } from '../buckets.ts';
import { prepareAccount, seconds, startLoad } from '../load.ts';
import { startServe } from '../processes.ts';

/** Seconds that an engine is down; sixty with `U1FILE_DOWN_SECONDS=60`, and `--reporter=verbose` tells what clients saw. */
const DOWN = Number(process.env['U1FILE_DOWN_SECONDS'] ?? 5);
/** Milliseconds, beside the outage itself. */
const LONG = 120_000 + DOWN * 1000;

async function startAll(options: PostgresOptions) {
  const postgres = await startPostgres(options);
  // Killed, since one that hangs would never stop.
  onTestFinished(() => postgres.stop());
  postgres.createDatabase('files');
  const place = { metadata: postgres.url('files'), blobs: await newS3Place() };
  const servers = await Promise.all([startServe(place), startServe(place)]);
  const client = await prepareAccount(place, servers[0].address);
  const load = startLoad(
    client,
    servers.map(({ address }) => address),
  );
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(20);
  return { postgres, place, servers, client, load };
}

async function health(operations: string) {
  const { status, text } = await send(operations, 'GET', '/healthz');
  return [status, JSON.parse(text).metadata];
}

test('PostgreSQL is killed under load and started again', { timeout: LONG }, async ({ annotate }) => {
  const { postgres, place, servers, client, load } = await startAll({});
  await postgres.primary.end('SIGKILL');
  const killed = performance.now();
  const [{ address, operations }] = servers;
  await expect.poll(() => health(operations), { timeout: 20_000 }).toEqual([503, 'not answering']);
  const noticed = performance.now() - killed;
  const refused = await client.api('GET', '');
  expect([refused.status, Number(refused.headers['retry-after'])]).toEqual([503, expect.any(Number)]);
  await sleep(DOWN * 1000);
  expect(await health(operations)).toEqual([503, 'not answering']);
  const before = load.done();
  await postgres.primary.start();
  const back = performance.now();
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before);
  const recovered = performance.now() - back;
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before + 20);
  expect(await health(operations)).toEqual([200, 'ok']);
  await annotate(`said so after ${seconds(noticed)}, uploads ${seconds(recovered)} after it was back; ${load.words()}`);
  expect([...(await load.stop())].filter((status) => status !== 503)).toEqual([]);
  await load.verify(address, place);
});

test('the primary is killed under load, and its standby promoted', async ({ annotate }) => {
  const { postgres, place, servers, load } = await startAll({ hasStandby: true });
  await postgres.primary.end('SIGKILL');
  const before = load.done();
  const killed = performance.now();
  postgres.promote();
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before);
  const recovered = performance.now() - killed;
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before + 20);
  const statuses = [...(await load.stop())];
  await annotate(`uploads ${seconds(recovered)} after the primary was gone; ${load.words()}`);
  for (const { address } of servers) await load.verify(address, place);
  expect(statuses.filter((status) => status !== 503)).toEqual([]);
});

test('PostgreSQL that hangs is answered 503 within seconds, and goes on as if nothing had been', async () => {
  const { postgres, place, servers, load } = await startAll({});
  postgres.primary.signalAll('SIGSTOP');
  const [{ address, operations }] = servers;
  await expect.poll(() => health(operations), { timeout: 30_000 }).toEqual([503, 'not answering']);
  postgres.primary.signalAll('SIGCONT');
  const before = load.done();
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before + 20);
  expect([...(await load.stop())].filter((status) => status !== 503)).toEqual([]);
  await load.verify(address, place);
});
