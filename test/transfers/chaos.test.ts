import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { FileStore } from '../../source/domain/file-store.ts';
import { cloudLocation, localLocation, type Location } from '../../source/domain/location.ts';
import { ensureEmbeddedAccount } from '../../source/server/embedded-account.ts';
import { startServer } from '../../source/server/serve.ts';
import { silentLog } from '../../source/server/log.ts';
import { sweep } from '../../source/server/upkeep/sweep.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { below, readAll, sourceOf } from '../contracts/fixtures.ts';
import { startFaultProxy, type FaultProxy } from '../helpers/fault-proxy.ts';
import type { ChaosPlan } from './chaos-child.ts';
import { namesBelow, noise } from './cloud-rig.ts';

/** A short run by default; `CHAOS_ROUNDS=200 CHAOS_SEED=7` makes it long, or repeats one. */
const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 6);
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 100_000);
const FILES = 50;
const JOBS = 10;
const DAY = 86_400_000;
const CLIENT = fileURLToPath(new URL('chaos-child.ts', import.meta.url));
const SERVER = fileURLToPath(new URL('../server/serve-child.ts', import.meta.url));

test(
  `through faults of the line and kills of both ends all arrives, byte for byte (seed ${SEED})`,
  async () => {
    const random = randomFrom(SEED);
    const root = await mkdtemp(join(tmpdir(), 'u1-chaos-'));
    const account = await prepareServer(`${root}/data`);
    const credentials = {
      consumerKey: account.consumer_key,
      consumerSecret: account.consumer_secret,
      token: account.token,
      tokenSecret: account.token_secret,
    };
    const upstream = { host: '127.0.0.1', port: 0 };
    let server = await startChild(upstream, `${root}/data`);
    const proxy = await startFaultProxy(upstream);
    let client: ChildProcess | null = null;
    const signed = (url: string) => createHttpClient({ bases: { api: url, content: url, sso: url }, credentials });
    try {
      const before = signed(`http://127.0.0.1:${upstream.port}`);
      const jobs = await plantAll(root, createRemoteStore(before));
      await before.close();
      await mkdir(`${root}/finished`);
      const plan: ChaosPlan = { url: proxy.url, credentials, jobs };
      await writeFile(`${root}/plan.json`, JSON.stringify(plan));
      for (let round = 0; round < ROUNDS; round += 1) {
        client = startClient(root);
        const isKilled = await harass(client, proxy, random);
        if (!isKilled) break;
        if (random() < 0.5) server = await restart(server, upstream, `${root}/data`);
      }
      calm(proxy);
      client = startClient(root);
      const [status] = (await once(client, 'exit')) as [number];
      expect(status).toBe(0);
      await kill(server);
      const swept = await startServer({
        dataDir: `${root}/data`,
        listen: { host: '127.0.0.1', port: 0 },
        log: silentLog,
      });
      // An hour later uploads that were cut short are cleared away, and nothing else.
      await sweep(swept.data, { keepDeleted: 30 * DAY, now: () => Date.now() + DAY });
      expect(await readdir(`${root}/data/blobs/incoming`)).toEqual([]);
      const direct = signed(swept.address);
      await expectAll(root, createRemoteStore(direct));
      await direct.close();
      await swept.close();
    } finally {
      client?.kill('SIGKILL');
      server.kill('SIGKILL');
      await proxy.close();
      await rm(root, { recursive: true, force: true });
    }
  },
  60_000 + ROUNDS * 5_000,
);

/** The even jobs go up, the odd ones down; every third is a move. */
function isUp(job: number): boolean {
  return job % 2 === 0;
}

function contentOf(job: number, file: number): Buffer {
  const length = file % 7 === 0 ? 0 : (file * 7919 + job * 104_729) % (file % 10 === 1 ? 1_800_000 : 60_000);
  return noise(length, job * 1000 + file);
}

const cloud = cloudLocation('me', 'chaos');

async function plantAll(root: string, store: FileStore): Promise<ChaosPlan['jobs']> {
  await store.makeFolder(cloud);
  const jobs: ChaosPlan['jobs'][number][] = [];
  for (let job = 0; job < JOBS; job += 1) {
    const name = `job ${job}`;
    const from = isUp(job) ? localLocation(`${root}/from/${name}`) : below(cloud, 'from', name);
    const to = isUp(job) ? below(cloud, 'to', name) : localLocation(`${root}/to/${name}`);
    if (isUp(job)) await mkdir(`${root}/from/${name}/deep`, { recursive: true });
    for (let file = 0; file < FILES; file += 1) {
      const path = placeOf(file);
      if (isUp(job)) await writeFile(`${root}/from/${name}/${path.join('/')}`, contentOf(job, file));
      else await store.write(below(from, ...path), sourceOf(contentOf(job, file)), { taken: 'replace' });
    }
    jobs.push({ id: name, kind: job % 3 === 0 ? 'move' : 'copy', from, to });
  }
  await mkdir(`${root}/to`, { recursive: true });
  return jobs;
}

function placeOf(file: number): string[] {
  return file % 5 === 0 ? ['deep', `file ${file}`] : [`file ${file}`];
}

async function expectAll(root: string, store: FileStore): Promise<void> {
  for (let job = 0; job < JOBS; job += 1) {
    const to: Location = isUp(job) ? below(cloud, 'to', `job ${job}`) : localLocation(`${root}/to/job ${job}`);
    for (let file = 0; file < FILES; file += 1) {
      const path = placeOf(file);
      const bytes = isUp(job)
        ? await readAll(store, below(to, ...path))
        : await readFile(`${root}/to/job ${job}/${path.join('/')}`);
      expect([job, file, bytes.equals(contentOf(job, file))]).toEqual([job, file, true]);
    }
    if (job % 3 === 0 && isUp(job)) expect(await readdir(`${root}/from/job ${job}`)).toEqual([]);
  }
  expect((await namesBelow(`${root}/to`)).filter((name) => name.includes('u1partial'))).toEqual([]);
  expect(await namesBelow(`${root}/to`)).toHaveLength((JOBS / 2) * (FILES + 2));
}

/** Troubles line and client for a while; true when the client was killed, false when it ended before. */
async function harass(client: ChildProcess, proxy: FaultProxy, random: () => number): Promise<boolean> {
  const until = performance.now() + 600 + random() * 2000;
  while (performance.now() < until && client.exitCode === null) {
    const ways = ['reset', 'half-close', 'black-hole'] as const;
    proxy.faults.cut = ways[Math.floor(random() * 3)] ?? 'reset';
    proxy.faults.cutAfter = random() < 0.5 ? null : Math.floor(random() * 400_000);
    proxy.faults.latency = random() < 0.3 ? random() * 30 : 0;
    proxy.faults.throttle = random() < 0.2 ? 500_000 : null;
    proxy.faults.accept = random() < 0.1 ? 'reset' : 'yes';
    if (random() < 0.2) proxy.resetAll();
    await sleep(50 + random() * 150);
  }
  // It may have ended by itself while this slept: its end is not told twice.
  if (client.exitCode !== null) {
    expect(client.exitCode).toBe(0);
    return false;
  }
  await kill(client);
  return true;
}

function calm(proxy: FaultProxy): void {
  Object.assign(proxy.faults, { cutAfter: null, latency: 0, throttle: null, accept: 'yes' });
  proxy.resetAll();
}

async function prepareServer(dataDir: string) {
  const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  const account = await ensureEmbeddedAccount(dataDir, server.data.metadata);
  await server.close();
  return account;
}

async function startChild(upstream: { port: number }, dataDir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [SERVER, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface(child.stdout);
  const [address] = (await once(lines, 'line')) as [string];
  upstream.port = Number(new URL(address).port);
  return child;
}

async function restart(server: ChildProcess, upstream: { port: number }, dataDir: string): Promise<ChildProcess> {
  await kill(server);
  return startChild(upstream, dataDir);
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function startClient(root: string): ChildProcess {
  return spawn(process.execPath, [CLIENT, root], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
