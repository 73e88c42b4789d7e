import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import type { WorkerMessage } from '../../source/server/worker.ts';
import { createClient, PASSWORD, signIn, temporaryFolder } from './helpers.ts';
import type { TestClient } from './helpers.ts';

/** Rounds of load and kill; `scripts/kill-rounds.ts` does a thousand. */
const ROUNDS = 4;

async function startChild(dataDir: string): Promise<{ child: ChildProcess; address: string }> {
  const script = join(import.meta.dirname, 'serve-child.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, address };
}

async function dataWithUser(): Promise<string> {
  const dataDir = join(await temporaryFolder(), 'data');
  const admin = await openAdmin(dataDir);
  await admin.addUser({ email: 'ted@example.org', password: PASSWORD });
  await admin.close();
  return dataDir;
}

async function check(dataDir: string): Promise<readonly string[]> {
  const admin = await openAdmin(dataDir);
  try {
    return (await admin.check()).problems;
  } finally {
    await admin.close();
  }
}

/** Uploads and overwrites until the server is gone; notes what was answered 2xx, null where that is not known. */
async function load(
  client: TestClient,
  lane: number,
  { expected, onKept }: { expected: Map<string, string | null>; onKept: () => void },
): Promise<void> {
  for (let count = 0; ; count += 1) {
    const path = `/content/~/Ubuntu%20One/lane${lane}/f${count % 7}`;
    const content = randomBytes(1 + (count % 5) * 40_000);
    const before = expected.get(path);
    expected.set(path, null);
    try {
      const put = await client.call('PUT', path, { body: content });
      if (put.status < 300) {
        expected.set(path, createHash('sha1').update(content).digest('hex'));
        onKept();
      } else expected.set(path, before ?? null);
    } catch {
      return;
    }
  }
}

test(
  'whatever was answered 2xx is there after kill -9 at any moment, and the data is sound',
  async () => {
    const dataDir = await dataWithUser();
    const expected = new Map<string, string | null>();
    let credentials = null;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { child, address } = await startChild(dataDir);
      const client: TestClient =
        credentials === null ? await signIn(address, 'ted@example.org') : createClient(address, credentials);
      credentials = client.credentials;
      for (const [path, hash] of expected) {
        if (hash === null) continue;
        const got = await client.call('GET', path);
        expect([path, createHash('sha1').update(got.bytes).digest('hex')]).toEqual([path, hash]);
      }
      let left = 5 + Math.floor(Math.random() * 60);
      const onKept = (): void => {
        left -= 1;
        // Not always at the same point of those that are under way.
        if (left === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 20);
      };
      const lanes = [0, 1, 2, 3].map((lane) => load(client, lane, { expected, onKept }));
      await Promise.all(lanes);
      expect(await check(dataDir)).toEqual([]);
    }
    expect([...expected.values()].filter((hash) => hash !== null).length).toBeGreaterThan(0);
  },
  60_000 + ROUNDS * 10_000,
);

test('SIGTERM lets a running upload come to its end', async () => {
  const dataDir = await dataWithUser();
  const { child, address } = await startChild(dataDir);
  const client = await signIn(address, 'ted@example.org');
  async function* slowly() {
    yield Buffer.from('first ');
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    yield Buffer.from('last');
  }
  const { Readable } = await import('node:stream');
  const exit = once(child, 'exit');
  const put = await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: Readable.from(slowly()) });
  expect([put.status, put.json.size]).toEqual([201, 10]);
  expect((await exit)[0]).toBe(0);
});

test('two servers and an administrator share one folder of data', async () => {
  const dataDir = await dataWithUser();
  const servers = [await startChild(dataDir), await startChild(dataDir)];
  const first = await signIn(servers[0]?.address ?? '', 'ted@example.org');
  const second = createClient(servers[1]?.address ?? '', first.credentials);
  await first.api('PUT', '/volumes/~/x');
  const names = Array.from({ length: 60 }, (_, index) => `f${index}`);
  const admin = await openAdmin(dataDir);
  onTestFinished(() => admin.close());
  const [puts] = await Promise.all([
    Promise.all(
      names.map((name, index) => (index % 2 ? first : second).call('PUT', `/content/~/x/${name}`, { body: name })),
    ),
    admin.addUser({ email: 'late@example.org', password: PASSWORD }),
  ]);
  expect(puts.map(({ status }) => status)).toEqual(names.map(() => 201));
  const { delta } = (await second.api('GET', '/volumes/~/x?from_generation=0')).json;
  const generations = delta.nodes.map((node: { generation: number }) => node.generation);
  expect(new Set(generations).size).toBe(60);
  expect((await first.api('GET', '/volumes/~/x')).json.generation).toBe(120);
  expect((await admin.listUsers()).map(({ email }) => email)).toEqual(['ted@example.org', 'late@example.org']);
  expect((await admin.check()).problems).toEqual([]);
});

/** What is loaded late must be there in the bundle too: content types, and the log of an internal error. */
async function proveBundle(socketPath: string, account: Record<string, string>, dataDir: string): Promise<void> {
  const { consumer_key: key, consumer_secret: secret, token, token_secret: tokenSecret } = account;
  const authorization = `OAuth oauth_consumer_key="${key}", oauth_token="${token}", oauth_signature_method="PLAINTEXT", oauth_signature="${secret}%26${tokenSecret}"`;
  const ask = async (method: string, body?: string) => {
    const outgoing = request({ socketPath, method, path: '/content/~/Ubuntu%20One/a.png', headers: { authorization } });
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    await answer.toArray();
    return answer;
  };
  expect((await ask('PUT', 'x'.repeat(20_000))).statusCode).toBe(201);
  expect((await ask('GET')).headers['content-type']).toBe('image/png');
  const entries = await readdir(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isFile()) await writeFile(join(entry.parentPath, entry.name), 'damaged');
  const { statusCode, headers } = await ask('GET');
  expect(statusCode).toBe(500);
  await expect.poll(() => readFile(join(dataDir, 'server.log'), 'utf8')).toContain(headers['x-oops-id']);
}

test('two embedded servers that start at once on a new folder make one account', async () => {
  const dataDir = join(await temporaryFolder(), 'data');
  const script = new URL('../../dist/server-worker.js', import.meta.url);
  const workers = [1, 2, 3].map(
    (number) => new Worker(script, { workerData: { dataDir, socketPath: join(dataDir, '..', `run${number}`, 's') } }),
  );
  onTestFinished(async () => void (await Promise.all(workers.map((worker) => worker.terminate()))));
  const messages = await Promise.all(
    workers.map(async (worker) => (await once(worker, 'message'))[0] as WorkerMessage),
  );
  expect(messages).toEqual([{ type: 'ready' }, { type: 'ready' }, { type: 'ready' }]);
  const account = JSON.parse(await readFile(join(dataDir, 'embedded-account.json'), 'utf8'));
  expect(Object.keys(account)).toEqual(['email', 'consumer_key', 'consumer_secret', 'token', 'token_secret']);
  const admin = await openAdmin(dataDir);
  onTestFinished(() => admin.close());
  expect(await admin.listUsers()).toHaveLength(1);
  await proveBundle(join(dataDir, '..', 'run1', 's'), account, dataDir);
  const exits = workers.map((worker) => once(worker, 'exit'));
  for (const worker of workers) worker.postMessage({ type: 'close' }, []);
  expect((await Promise.all(exits)).map(([code]) => code)).toEqual([0, 0, 0]);
});
