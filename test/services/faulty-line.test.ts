import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childOf, cloudLocation } from '../../source/domain/location.ts';
import type { CloudLocation } from '../../source/domain/location.ts';
import type { FileStore } from '../../source/domain/file-store.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import type { Timeouts } from '../../source/services/http/network-carrier.ts';
import { codeOf, listAll, namesIn, readAll, sourceOf } from '../contracts/fixtures.ts';
import { startFaultProxy } from '../helpers/fault-proxy.ts';
import type { Faults, FaultProxy } from '../helpers/fault-proxy.ts';
import { startOwnServer } from './own-server.ts';
import type { OwnServer } from './own-server.ts';

const OLD = randomBytes(300_000);
const NEW = randomBytes(300_001);
const KINDS: readonly Faults['cut'][] = ['reset', 'half-close', 'black-hole'];
/** Bytes both ways: in the request's head, after it, in the content, near its end, in the answer. */
const CUTS = [1, 300, 700, 150_000, 300_300, 300_900, 301_200];

const IMPATIENT: Partial<Timeouts> = { headers: 1500, body: 1500 };

let own: OwnServer;
let count = 0;

beforeAll(async () => {
  own = await startOwnServer();
});
afterAll(async () => own.close());

interface Line {
  /** Over the bad line. */
  readonly store: FileStore;
  /** Over a good one, to see what is so. */
  readonly direct: FileStore;
  readonly proxy: FaultProxy;
  /** A fresh volume. */
  readonly volume: CloudLocation;
}

async function withLine(timeouts: Partial<Timeouts>, run: (line: Line) => Promise<void>): Promise<void> {
  const { hostname, port } = new URL(own.url);
  const proxy = await startFaultProxy({ host: hostname, port: Number(port) });
  const client = own.client({
    bases: { api: proxy.url, content: proxy.url, sso: proxy.url },
    retry: { firstDelay: 1, maxTries: 3 },
    timeouts,
  });
  const direct = createRemoteStore(own.client());
  count += 1;
  const volume = cloudLocation('test', `volume ${count}`);
  await direct.makeFolder(volume);
  try {
    await run({ store: createRemoteStore(client), direct, proxy, volume });
  } finally {
    await client.close();
    await proxy.close();
  }
}

/** Side by side, since most of the time goes into waiting for time-outs. */
async function forEachCut(run: (line: Line) => Promise<void>, cuts: readonly number[] = CUTS): Promise<void> {
  const cases = KINDS.flatMap((cut) => cuts.map((cutAfter) => ({ cut, cutAfter })));
  await Promise.all(
    cases.map(async (faults) =>
      withLine(IMPATIENT, async (line) => {
        await line.direct.write(childOf(line.volume, 'a'), sourceOf(OLD), { taken: 'refuse' });
        Object.assign(line.proxy.faults, faults);
        await run(line);
      }),
    ),
  );
}

function hashOf(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}

test('an upload over a line that breaks anywhere arrives whole in the end', async () => {
  await forEachCut(async ({ store, direct, volume }) => {
    let bytes = 0;
    const onProgress = (more: number): void => void (bytes += more);
    await store.write(childOf(volume, 'a'), sourceOf(NEW), { taken: 'replace', onProgress });
    expect(hashOf(await readAll(direct, childOf(volume, 'a')))).toBe(hashOf(NEW));
    expect(bytes).toBe(NEW.length);
  });
});

test('an upload that can be sent once only arrives or fails, and the old content is never harmed', async () => {
  await forEachCut(async ({ store, direct, volume }) => {
    const source = sourceOf(NEW, { canReopen: false });
    const code = await codeOf(store.write(childOf(volume, 'a'), source, { taken: 'replace' }));
    // A server may answer the half of a request with a refusal.
    expect(['none', 'unreachable', 'permission-denied']).toContain(code);
    const now = hashOf(await readAll(direct, childOf(volume, 'a')));
    expect(code === 'none' ? [hashOf(NEW)] : [hashOf(NEW), hashOf(OLD)]).toContain(now);
  });
});

test('a new file goes up once though an answer was lost', async () => {
  await forEachCut(async ({ store, direct, volume }) => {
    await store.write(childOf(volume, 'b'), sourceOf(NEW), { taken: 'refuse', wasFree: true });
    expect(await namesIn(direct, volume)).toEqual(['a', 'b']);
    expect(hashOf(await readAll(direct, childOf(volume, 'b')))).toBe(hashOf(NEW));
  });
});

test('a download over a line that breaks anywhere arrives whole in the end', async () => {
  await forEachCut(async ({ store, volume }) => {
    expect(hashOf(await readAll(store, childOf(volume, 'a')))).toBe(hashOf(OLD));
  });
});

test('folders, removals and listings get through a line that breaks', async () => {
  await forEachCut(
    async ({ store, direct, volume }) => {
      await store.makeFolder(childOf(volume, 'folder'));
      expect(await namesIn(store, volume)).toEqual(['a', 'folder']);
      await store.remove(childOf(volume, 'a'));
      expect(await namesIn(direct, volume)).toEqual(['folder']);
    },
    [1, 300, 700, 900, 1300, 2000, 2400],
  );
});

test('a move over a line that breaks is done, or is not done and says so', async () => {
  await forEachCut(
    async ({ store, direct, volume }) => {
      const code = await codeOf(store.move(childOf(volume, 'a'), childOf(volume, 'b')));
      const names = await namesIn(direct, volume);
      if (code === 'none') expect(names).toEqual(['b']);
      else expect(names).toEqual(['a']);
      expect(['none', 'unreachable', 'permission-denied']).toContain(code);
    },
    [1, 300, 900, 1700, 2000, 2200, 2500],
  );
});

test('a line that never answers ends in words', async () => {
  await withLine(IMPATIENT, async ({ store, proxy, volume }) => {
    proxy.faults.accept = 'black-hole';
    await expect(store.stat(volume)).rejects.toMatchObject({ code: 'unreachable', reason: 'timed-out' });
    proxy.faults.accept = 'reset';
    await expect(store.stat(volume)).rejects.toMatchObject({ code: 'unreachable', reason: 'reset' });
    proxy.faults.accept = 'yes';
    expect((await listAll(store, volume)).length).toBe(0);
  });
});

test('a slow line is no fault', async () => {
  await withLine({}, async ({ store, direct, proxy, volume }) => {
    Object.assign(proxy.faults, { latency: 100, throttle: 300_000 });
    await store.write(childOf(volume, 'a'), sourceOf(NEW), { taken: 'refuse' });
    expect(hashOf(await readAll(store, childOf(volume, 'a')))).toBe(hashOf(NEW));
    expect(await namesIn(direct, volume)).toEqual(['a']);
  });
});
