import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileStore } from '../../source/domain/file-store.ts';
import { childOf, type Location } from '../../source/domain/location.ts';
import type { RequestRecord } from '../../source/domain/request-record.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { createTransferEngine, type JobEngine } from '../../source/transfers/engine.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import { jobTail } from '../../source/ui/job-words.ts';
import { requestWords } from '../../source/ui/status-words.ts';
import { below, readAll } from '../contracts/fixtures.ts';
import { startRefusingProxy, type Refusal, type RefusingProxy } from '../helpers/refusing-proxy.ts';
import { makeCloudRig, noise, type CloudRig } from './cloud-rig.ts';
import { plant, runToEnd, sourcesIn, specOf, untilJob } from './rig.ts';

// One server for all, each case in folders of its own.

const BYTES = noise(100_000, 50);

/** A request of a transfer, by what it asks for. */
interface Phase {
  readonly name: string;
  readonly way: 'up' | 'down';
  readonly isIt: (request: IncomingMessage) => boolean;
}

const PHASES: readonly Phase[] = [
  {
    name: 'the making of a folder',
    way: 'up',
    isIt: ({ method, url }) => method === 'PUT' && url?.endsWith('/docs') === true,
  },
  {
    name: 'the offer of a hash',
    way: 'up',
    isIt: ({ method, url }) => method === 'PUT' && /v1\/~\/.*\/b$/.test(url ?? ''),
  },
  {
    name: 'a content on its way up',
    way: 'up',
    isIt: ({ method, url }) => method === 'PUT' && /content\/~\/.*\/b$/.test(url ?? ''),
  },
  {
    name: 'the listing of a folder',
    way: 'down',
    isIt: ({ method, url }) => method === 'GET' && /docs\?include_children/.test(url ?? ''),
  },
  {
    name: 'a content on its way down',
    way: 'down',
    isIt: ({ method, url }) => method === 'GET' && /\/content\/.*b$/.test(url ?? ''),
  },
];

interface Kind {
  readonly name: string;
  readonly refusal: Refusal;
  /** In the status bar while it waits, and on the job that could not be done. */
  readonly waits: RegExp;
  readonly failed: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    name: '503 without Retry-After',
    refusal: { status: 503, body: 'busy' },
    waits: /^! 503 servers busy, again in \d+ s, try 2 of 3   (PUT|GET) testing/,
    failed: /busy.*503|503.*busy/i,
  },
  {
    name: '503 with Retry-After',
    refusal: { status: 503, headers: { 'retry-after': '1' }, body: 'busy' },
    waits: /^! 503 servers busy, again in [12] s, try 2 of 3   (PUT|GET) testing/,
    failed: /busy.*503|503.*busy/i,
  },
  {
    name: '500 with an oops ID',
    refusal: { status: 500, headers: { 'x-oops-id': 'OOPS-42' }, body: 'oops' },
    waits: /^! 500 .*, again in \d+ s, try 2 of 3   (PUT|GET) testing/,
    failed: /\(500\).*oops ID OOPS-42/,
  },
];

let rig: CloudRig;

beforeAll(async () => {
  rig = await makeCloudRig();
});

afterAll(async () => {
  await rig.close();
});

interface Case {
  readonly engine: JobEngine;
  readonly proxy: RefusingProxy;
  readonly spec: ReturnType<typeof specOf>;
  /** What the status bar said, in order. */
  readonly said: string[];
  /** The bytes of `docs/b` where it was to go. */
  readonly arrived: () => Promise<Buffer>;
  readonly hasOther: () => Promise<boolean>;
}

/** A folder `docs` with a small and a larger file, and a file beside it, to be copied through a proxy. */
async function prepare(name: string, way: Phase['way']): Promise<Case> {
  const proxy = await startRefusingProxy(rig.server.url);
  const said: string[] = [];
  const observe = (record: RequestRecord): void => void said.push(requestWords(record, Date.now()).text);
  const bases = { api: proxy.url, content: proxy.url, sso: proxy.url };
  const there = createRemoteStore(
    rig.server.client({ bases, observe, retry: { maxTries: 3, firstDelay: 5, longestDelay: 20 } }),
  );
  const local = below(rig.local, name);
  const cloud = below(rig.cloud, name);
  const [from, to] = way === 'up' ? [local, cloud] : [cloud, local];
  const storeOf = (location: Location, far: FileStore): FileStore => (location.side === 'local' ? rig.here : far);
  await plant(storeOf(from, rig.direct), from, { docs: { a: 'small' }, other: 'other' });
  await storeOf(to, rig.direct).makeFolder(to);
  // No two cases have the same content, or the cloud would know it.
  const bytes = Buffer.concat([BYTES, Buffer.from(name)]);
  await writeFile(`${rig.root}/${name}`, bytes);
  const { sourceFromFile } = await import('../../source/services/local/source-from-file.ts');
  const source = await sourceFromFile(`${rig.root}/${name}`);
  await storeOf(from, rig.direct).write(below(from, 'docs', 'b'), source, { taken: 'refuse' });
  const engine = createTransferEngine({ storeFor: (location) => storeOf(location, there), retryDelay: () => 5 });
  const target = storeOf(to, rig.direct);
  return {
    engine,
    proxy,
    spec: specOf('copy', await sourcesIn(storeOf(from, rig.direct), from), to),
    said,
    arrived: async () => readAll(target, below(to, 'docs', 'b')),
    hasOther: async () =>
      target.stat(childOf(to, 'other')).then(
        () => true,
        () => false,
      ),
  };
}

for (const [at, phase] of PHASES.entries()) {
  for (const [index, kind] of KINDS.entries()) {
    const name = `case-${at}-${index}`;
    test.concurrent(`${phase.name}: a ${kind.name} that passes is waited for and told`, async () => {
      const { engine, proxy, spec, said, arrived } = await prepare(name, phase.way);
      let refused = 0;
      proxy.refuse = (request) => {
        if (refused > 0 || !phase.isIt(request)) return null;
        refused += 1;
        return kind.refusal;
      };
      const job = await runToEnd(engine, spec);
      expect([job.state, refused]).toEqual(['done', 1]);
      expect((await arrived()).subarray(0, BYTES.length).equals(BYTES)).toBe(true);
      expect(said.filter((words) => kind.waits.test(words))).toHaveLength(1);
      await proxy.close();
    });

    test.concurrent(`${phase.name}: a ${kind.name} that stays fails that part alone, in words`, async () => {
      const { engine, proxy, spec, said, arrived, hasOther } = await prepare(`${name}-stays`, phase.way);
      let isBad = true;
      proxy.refuse = (request) =>
        isBad && phase.isIt(request) ? { ...kind.refusal, headers: withoutWait(kind) } : null;
      const job = await runToEnd(engine, spec);
      expect(job.state).toBe('failed');
      expect(jobTail(job, createRegistry())).toMatch(kind.failed);
      expect(job.failures.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
      expect(said.some((words) => words.startsWith(`✗ ${kind.refusal.status}`))).toBe(true);
      expect(await hasOther()).toBe(true);
      isBad = false;
      const end = untilJob(engine, spec.id, ({ state }) => state === 'done');
      engine.retry(spec.id);
      await end;
      expect((await arrived()).subarray(0, BYTES.length).equals(BYTES)).toBe(true);
      await proxy.close();
    });
  }
}

/** The wait of a Retry-After is shown once; here it would only take time. */
function withoutWait({ refusal: { headers = {} } }: Kind): Refusal['headers'] {
  const { 'retry-after': _, ...rest } = headers;
  return rest;
}

test.concurrent('a server whose name DNS does not know is told so on the job, and a retry finds it when it is back', async () => {
  const far = 'http://no-such-host.invalid';
  const said: string[] = [];
  const observe = (record: RequestRecord): void => void said.push(requestWords(record, Date.now()).text);
  const away = createRemoteStore(rig.server.client({ bases: { api: far, content: far, sso: far }, observe }));
  let isBack = false;
  const storeFor = ({ side }: Location): FileStore => (side === 'local' ? rig.here : isBack ? rig.direct : away);
  const [from, to] = [below(rig.local, 'dns'), below(rig.cloud, 'dns')];
  await plant(rig.here, from, { a: 'a' });
  await rig.direct.makeFolder(to);
  const engine = createTransferEngine({ storeFor });
  const spec = specOf('copy', await sourcesIn(rig.here, from), to);
  const job = await runToEnd(engine, spec);
  expect(jobTail(job, createRegistry())).toMatch(/^failed: .*no-such-host\.invalid is a name that DNS does not know/);
  expect(said.at(-1)).toMatch(/^✗ no answer: no such host/);
  isBack = true;
  const end = untilJob(engine, spec.id, ({ state }) => state === 'done');
  engine.retry(spec.id);
  await end;
  expect((await readAll(rig.direct, below(to, 'a'))).toString()).toBe('a');
});

test.concurrent('an upload whose bytes are all sent waits for the answer, and says neither stalled nor 100 percent', async () => {
  const { engine, proxy, spec } = await prepare('silence', 'up');
  proxy.refuse = (request) => (PHASES[2]?.isIt(request) === true ? 'silence' : null);
  const waits = untilJob(engine, spec.id, ({ progress }) => progress.awaitsAnswer === true);
  engine.add(spec);
  const job = await waits;
  expect(job.progress).toMatchObject({ isStalled: false, secondsLeft: null, bytesDone: job.progress.bytesTotal });
  expect(jobTail(job, createRegistry())).toMatch(/^ 99 % .*all sent, waits for the answer$/);
  engine.cancel(spec.id);
  await engine.whenIdle();
  await proxy.close();
});
