import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { createVerifiedCells, createVerifiedSet } from '../../source/server/blobs/verified.ts';
import type { RunningServer } from '../../source/server/serve.ts';
import { createGate, createGateCells } from '../../source/server/threads/gate.ts';
import { serveThreads } from '../../source/server/threads/serve-threads.ts';
import type { ThreadsOptions } from '../../source/server/threads/serve-threads.ts';
import { PASSWORD, send, signIn, temporaryFolder } from './helpers.ts';
import type { TestClient } from './helpers.ts';

const EMAIL = 'ted@example.org';
const LISTEN = { host: '127.0.0.1', port: 0 };
/** Requests of one user at a time. */
const MOST = 30;
/** Each is a connection of its own: so many that the system gives each thread some. */
const MANY = Array.from({ length: 24 }, (_, index) => index);

function options(dataDir: string): ThreadsOptions {
  return {
    dataDir,
    listen: LISTEN,
    threads: 2,
    threadFile: new URL('../../source/server/threads/front-thread.ts', import.meta.url),
    settings: { requestsPerUser: MOST },
    operations: LISTEN,
    logLevel: 'error',
  };
}

async function startWithUser(): Promise<{ server: RunningServer; client: TestClient; dataDir: string }> {
  const dataDir = join(await temporaryFolder(), 'data');
  const admin = await openAdmin(dataDir);
  await admin.addUser({ email: EMAIL, password: PASSWORD });
  await admin.close();
  const server = await serveThreads(options(dataDir));
  onTestFinished(() => server.close());
  return { server, dataDir, client: await signIn(server.address, EMAIL) };
}

/** More uploads than may run; those that may come to no end before they are told. Answers how many were refused. */
async function occupy(client: TestClient): Promise<{ refused: number; finish: () => Promise<number[]> }> {
  const bodies = Array.from({ length: MOST + 10 }, () => new PassThrough());
  let refused = 0;
  const running = bodies.map(async (body, index) => {
    const { status } = await client.call('PUT', `/content/~/Ubuntu%20One/slow${index}`, { body });
    if (status === 503) refused += 1;
    return status;
  });
  for (const body of bodies) body.write('x');
  await expect.poll(() => refused, { timeout: 20_000 }).toBe(10);
  const finish = async (): Promise<number[]> => {
    for (const body of bodies) body.end();
    return await Promise.all(running);
  };
  return { refused, finish };
}

test('several threads on one port are one server', { timeout: 60_000 }, async () => {
  const { server, client, dataDir } = await startWithUser();

  // What one thread has acknowledged, every other one shows.
  for (const index of MANY) {
    const path = `/content/~/Ubuntu%20One/d/f${index % 5}`;
    const body = randomBytes(index * 1000);
    expect((await client.call('PUT', path, { body })).status).toBe(index < 5 ? 201 : 200);
    expect((await client.call('GET', path)).bytes.equals(body)).toBe(true);
  }

  // Of one request that is sent many times, one gets through.
  const now = Date.now();
  const repeats = MANY.map(() => client.api('PUT', '/volumes/~/once', { nonce: 'same', now }));
  const statuses = (await Promise.all(repeats)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, ...MANY.slice(1).map(() => 401)]);

  // A limit is one of all threads together.
  const { refused, finish } = await occupy(client);
  const busy = await Promise.all(MANY.map(() => client.call('GET', '/api/quota/')));
  expect(new Set(busy.map(({ status, headers }) => `${status} ${headers['retry-after']}`))).toEqual(new Set(['503 1']));
  const finished = await finish();
  expect([refused, finished.filter((status) => status === 201).length]).toEqual([10, MOST]);

  // Generations are never given twice.
  const puts = await Promise.all(MANY.map((index) => client.call('PUT', `/content/~/once/f${index}`, { body: 'x' })));
  expect(new Set(puts.map(({ json }) => json.generation)).size).toBe(MANY.length);

  // The counts are of all threads, and each of them has answered some.
  const metrics = (await send(server.operationsAddress ?? '', 'GET', '/metrics')).text;
  expect(metrics).toContain(`u1file_requests_total{route="content",method="PUT",status="200"} ${MANY.length - 5}\n`);
  expect(metrics.match(/^process_resident_memory_bytes /gm)).toHaveLength(1);
  expect((await send(server.operationsAddress ?? '', 'GET', '/healthz')).json).toMatchObject({ status: 'ok' });

  // The port is taken now, although threads may share one.
  const port = Number(new URL(server.address).port);
  const other = serveThreads({ ...options(join(dataDir, '..', 'other')), listen: { host: '127.0.0.1', port } });
  await expect(other).rejects.toMatchObject({
    code: 'usage',
    message: `Can not listen on 127.0.0.1:${port}: another program listens there.`,
  });
  // Where the second listener can not be had nothing is left running either.
  const halfway = serveThreads({ ...options(join(dataDir, '..', 'other')), operations: { host: '127.0.0.1', port } });
  await expect(halfway).rejects.toMatchObject({ code: 'usage' });
  expect((await (await openAdmin(dataDir)).check()).problems).toEqual([]);
});

test('the log of the database goes back into it while threads write', { timeout: 60_000 }, async () => {
  const { client, dataDir } = await startWithUser();
  const before = (await stat(join(dataDir, 'u1file.sqlite'))).size;
  for (let count = 0; count < 540; count += MANY.length)
    await Promise.all(
      MANY.map((index) => client.call('PUT', `/content/~/Ubuntu%20One/${count + index}`, { body: 'x' })),
    );
  await expect.poll(async () => (await stat(join(dataDir, 'u1file.sqlite'))).size).toBeGreaterThan(before);
});

test('a server of several threads lets uploads come to their end when it is closed', async () => {
  const { server, client } = await startWithUser();
  const bodies = MANY.slice(0, 8).map(() => new PassThrough());
  const running = bodies.map((body, index) => client.call('PUT', `/content/~/Ubuntu%20One/f${index}`, { body }));
  for (const body of bodies) body.write('first ');
  await expect
    .poll(async () => (await send(server.operationsAddress ?? '', 'GET', '/metrics')).text)
    .toMatch(/u1file_requests_running 8\n/);
  const closing = server.close();
  await expect.poll(() => isOpen(server.address)).toBe(false);
  for (const body of bodies) body.end('last');
  expect((await Promise.all(running)).map(({ status, json }) => [status, json.size])).toEqual(
    bodies.map(() => [201, 10]),
  );
  await closing;
});

async function isOpen(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address);
  return await new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

test('a file that one thread found whole the others do not hash again, until somebody writes to it', async () => {
  const cells = createVerifiedCells();
  const [one, other] = [createVerifiedSet(cells), createVerifiedSet(cells)];
  const stats = await stat(import.meta.filename, { bigint: true });
  const content = `sha1:${'ab'.repeat(20)}`;
  expect(other.has(content, stats)).toBe(false);
  one.add(content, stats);
  expect(other.has(content, stats)).toBe(true);
  expect(other.has(`sha1:${'cd'.repeat(20)}`, stats)).toBe(false);
  for (const field of ['ino', 'size', 'mtimeNs', 'ctimeNs'] as const)
    expect(other.has(content, Object.assign(Object.create(stats), { [field]: stats[field] + 1n }))).toBe(false);
  other.forget(content);
  expect(one.has(content, stats)).toBe(false);
});

test('a gate lets so many in, and each in the end', async () => {
  const cells = createGateCells();
  let [inside, most] = [0, 0];
  const visit = async (): Promise<void> => {
    const gate = createGate(cells, 2);
    await gate.enter();
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
    gate.leave();
  };
  await Promise.all(MANY.map(visit));
  expect([inside, most]).toEqual([0, 2]);
});
