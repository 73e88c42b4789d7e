import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { exchange } from './conformance/raw.ts';
import { serveThreads } from '../../source/server/threads/serve-threads.ts';
import { onEngines, PASSWORD, signIn, startCloud, temporaryFolder } from './helpers.ts';

/** A disk of its own of some bytes; null where this user may not make one. */
async function smallDisk(bytes: number): Promise<string | null> {
  const folder = join(await temporaryFolder(), 'disk');
  await mkdir(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

test.skipIf(onEngines)(
  'a full disk is answered 507 or 503, keeps the old content, and heals without a restart',
  async ({ skip }) => {
    const folder = await smallDisk(6 * 2 ** 20);
    if (folder === null) return skip('only root may mount a disk');
    const { client, dataDir } = await startCloud({ dataDir: join(folder, 'data') });
    const file = '/content/~/Ubuntu%20One/f';
    const old = Buffer.alloc(500_000, 'old');
    expect((await client.call('PUT', file, { body: old })).status).toBe(201);
    const full = await client.call('PUT', file, { body: Buffer.alloc(20_000_000, 'x') });
    expect(full.status).toBe(507);
    expect(full.json).toEqual({ error: 'The server has no space left.' });
    let refused = 0;
    for (let count = 0; count < 100 && refused === 0; count += 1) {
      const put = await client.call('PUT', `/content/~/Ubuntu%20One/filler${count}`, {
        body: Buffer.alloc(200_000, `${count}`),
      });
      if (put.status !== 201) {
        expect([507, 503]).toContain(put.status);
        refused += 1;
      }
    }
    expect(refused).toBe(1);
    expect((await client.call('GET', file)).bytes.equals(old)).toBe(true);
    execFileSync('mount', ['-o', 'remount,size=60m', folder]);
    expect((await client.call('PUT', file, { body: 'new' })).status).toBe(200);
    expect((await client.call('GET', file)).text).toBe('new');
    const admin = await openAdmin(dataDir);
    expect((await admin.check()).problems).toEqual([]);
    await admin.close();
  },
);

test.skipIf(onEngines)(
  'a disk full of small files is answered 507 or 503 too, and threads go on once there is room',
  async ({ skip }) => {
    const folder = await smallDisk(3 * 2 ** 20);
    if (folder === null) return skip('only root may mount a disk');
    const dataDir = join(folder, 'data');
    const admin = await openAdmin(dataDir);
    await admin.addUser({ email: 'ted@example.org', password: PASSWORD });
    await admin.close();
    const server = await serveThreads({
      dataDir,
      listen: { host: '127.0.0.1', port: 0 },
      threads: 2,
      threadFile: new URL('../../source/server/threads/front-thread.ts', import.meta.url),
      logLevel: 'error',
    });
    onTestFinished(() => server.close());
    const client = await signIn(server.address, 'ted@example.org');
    const put = (name: string) =>
      client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: Buffer.alloc(9000, name) });
    const kept: string[] = [];
    const statuses = new Set<number>();
    while (!statuses.has(507) && !statuses.has(503)) {
      const names = Array.from({ length: 10 }, (_, index) => `f${kept.length + index}`);
      const answers = await Promise.all(names.map(put));
      for (const [index, { status }] of answers.entries()) {
        statuses.add(status);
        if (status === 201) kept.push(names[index] ?? '');
      }
    }
    expect([...statuses].filter((status) => ![201, 507, 503].includes(status))).toEqual([]);
    const got = await Promise.all(kept.map((name) => client.call('GET', `/content/~/Ubuntu%20One/${name}`)));
    expect(got.filter(({ bytes }, index) => !bytes.equals(Buffer.alloc(9000, kept[index])))).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=60m', folder]);
    expect((await put('after')).status).toBe(201);
    const after = await openAdmin(dataDir);
    expect((await after.check()).problems).toEqual([]);
    await after.close();
  },
);

test('a body that no JSON needs is refused with 413, and headers without end with 431', async () => {
  const { client } = await startCloud();
  const long = await client.api('PUT', '/~/Ubuntu%20One/f', { body: `{"kind":"${'x'.repeat(1_100_000)}"}` });
  expect([long.status, long.json.error]).toEqual([413, 'The body is too long.']);
  const seen = await exchange(client.origin, `GET /api/time HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`);
  expect(seen).toMatch(/^HTTP\/1\.1 (400|431) /);
});

test('a client that sends its headers drop by drop is let go', async () => {
  const { client } = await startCloud({ timeouts: { headers: 300, idle: 60_000 } });
  const { hostname, port } = new URL(client.origin);
  const started = performance.now();
  await new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const timer = setInterval(() => socket.write('X: y\r\n'), 50);
    socket.write('GET /api/time HTTP/1.1\r\nHost: x\r\n');
    socket
      .on('error', () => {})
      .on('close', () => {
        clearInterval(timer);
        resolve(undefined);
      });
    socket.resume();
  });
  expect(performance.now() - started).toBeGreaterThan(250);
  expect((await client.api('GET', '')).status).toBe(200);
});

test('an upload on which nothing moves is let go, and a slow but steady one is not', async () => {
  const { client } = await startCloud({ timeouts: { headers: 30_000, idle: 1500 } });
  const { hostname, port } = new URL(client.origin);
  const upload = (path: string, drops: number) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname);
      let seen = '';
      let left = drops;
      const head = `PUT ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: ${client.header('PUT', path)}\r\n`;
      socket.write(`${head}Content-Length: 8\r\nConnection: close\r\n\r\n`);
      const timer = setInterval(() => {
        if (left > 0) socket.write('x');
        left -= 1;
      }, 300);
      socket.on('data', (chunk) => (seen += chunk.toString()));
      socket
        .on('error', () => {})
        .on('close', () => {
          clearInterval(timer);
          resolve(seen);
        });
    });
  expect(await upload('/content/~/Ubuntu%20One/steady', 8)).toMatch(/^HTTP\/1\.1 201 /);
  expect(await upload('/content/~/Ubuntu%20One/stuck', 2)).not.toMatch(/ 20[01] /);
  expect((await client.api('GET', '/~/Ubuntu%20One/stuck')).status).toBe(404);
});

test('a name tells nothing of this machine, whatever goes wrong', async () => {
  const { client, dataDir } = await startCloud();
  const answers = await Promise.all([
    client.api('GET', '/~/Ubuntu%20One/../../etc/passwd'),
    client.api('PUT', '/~/Ubuntu%20One/f', '{"kind":'),
    client.call('GET', '/content/~/Ubuntu%20One/none'),
    client.call('GET', '/nothing'),
  ]);
  for (const { text } of answers) expect(text).not.toContain(dataDir.slice(0, 5));
});
