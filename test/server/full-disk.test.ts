import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { serveThreads } from '../../source/server/threads/serve-threads.ts';
import { PASSWORD, signIn, startCloud } from './helpers.ts';
import { smallDisk } from './small-disk.ts';

test('a full disk is answered 507 or 503, keeps the old content, and heals without a restart', async ({ skip }) => {
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
});

test('a disk full of small files is answered 507 or 503 too, and threads go on once there is room', async ({
  skip,
}) => {
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
});
