import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { below, readAll } from '../contracts/fixtures.ts';
import type { Faults } from '../helpers/fault-proxy.ts';
import { makeCloudRig, namesBelow, noise, type CloudRig } from './cloud-rig.ts';
import { hasEnded, plant, runToEnd, sourcesIn, specOf, treeOf, troubles, untilJob } from './rig.ts';

// Each test has a server and a line of its own and mostly waits for that: they do so at the same time.

/** Milliseconds without a sign of life after which a request is given up. */
const PATIENCE = { headers: 500, body: 500, connect: 500 };
const CLIENT = { retry: { firstDelay: 5, longestDelay: 20 }, timeouts: PATIENCE };
const SIZE = 400_000;
/** Bytes of the line, both ways: in a head, early, in the middle and late in the content, and in the last answer. */
const CUTS = [200, 900, 60_000, 200_000, 399_000, 401_500];
const WAYS: readonly Faults['cut'][] = ['reset', 'half-close', 'black-hole'];

async function withRig(run: (rig: CloudRig) => Promise<void>): Promise<void> {
  const rig = await makeCloudRig({ client: CLIENT });
  try {
    await run(rig);
  } finally {
    await rig.close();
  }
}

for (const cut of WAYS) {
  test.concurrent(`an upload ends whole though its line breaks at any phase (${cut})`, async () => {
    await withRig(async ({ engine, here, direct, local, cloud, proxy, root }) => {
      for (const [index, cutAfter] of CUTS.entries()) {
        const bytes = noise(SIZE, index + 10);
        await writeFile(`${root}/local/${index}`, bytes);
        // What is told ten times a second shows only while the new try still lasts.
        Object.assign(proxy.faults, { cut, cutAfter, latency: cutAfter === 200_000 ? 150 : 0 });
        const spec = specOf('copy', await sourcesIn(here, local, [`${index}`]), cloud);
        let saysSo = false;
        const unsubscribe = engine.subscribe((now) => (saysSo ||= now.progress.startsAgain === true));
        const job = await runToEnd(engine, spec);
        unsubscribe();
        Object.assign(proxy.faults, { cutAfter: null, latency: 0 });
        expect([cutAfter, ...troubles(job)]).toEqual([cutAfter]);
        // What was cut short after its content had begun is told to begin anew; nothing goes on in the middle.
        if (cutAfter === 200_000) expect(saysSo).toBe(true);
        expect((await readAll(direct, below(cloud, `${index}`))).equals(bytes)).toBe(true);
      }
    });
  });

  test.concurrent(`a download ends whole though its line breaks at any phase (${cut})`, async () => {
    await withRig(async ({ engine, there, direct, local, cloud, proxy, root }) => {
      for (const [index, cutAfter] of CUTS.entries()) {
        const bytes = noise(SIZE, index + 20);
        await writeFile(`${root}/seed`, bytes);
        await plant(direct, cloud, {});
        await direct.write(below(cloud, `${index}`), await sourceFrom(`${root}/seed`), { taken: 'refuse' });
        const sources = await sourcesIn(there, cloud, [`${index}`]);
        Object.assign(proxy.faults, { cut, cutAfter });
        const job = await runToEnd(engine, specOf('copy', sources, local));
        proxy.faults.cutAfter = null;
        expect([cutAfter, ...troubles(job)]).toEqual([cutAfter]);
        expect((await readFile(`${root}/local/${index}`)).equals(bytes)).toBe(true);
      }
      expect(await namesBelow(`${root}/local`)).toEqual(CUTS.map((_, index) => `${index}`));
    });
  });
}

async function sourceFrom(path: string) {
  const { sourceFromFile } = await import('../../source/services/local/source-from-file.ts');
  return sourceFromFile(path);
}

test.concurrent('a line that is dead fails the files with the reason, and a retry brings them over', async () => {
  await withRig(async ({ engine, here, direct, local, cloud, proxy }) => {
    await plant(here, local, { a: 'a', docs: { b: 'b' } });
    proxy.faults.accept = 'reset';
    proxy.resetAll();
    const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
    expect(job.state).toBe('failed');
    expect(job.failures.every(({ error }) => error.code === 'unreachable')).toBe(true);
    proxy.faults.accept = 'yes';
    const again = untilJob(engine, job.spec.id, ({ state }) => state === 'done');
    engine.retry(job.spec.id);
    await again;
    expect(await treeOf(direct, cloud)).toEqual({ a: 'a', docs: { b: 'b' } });
  });
});

test.concurrent('on a slow line of 32 kB/s and 400 ms a copy moves steadily and tells the truth about it', async () => {
  const rig = await makeCloudRig();
  try {
    const { engine, here, direct, local, cloud, proxy, root } = rig;
    const bytes = noise(100_000, 30);
    await writeFile(`${root}/local/a`, bytes);
    Object.assign(proxy.faults, { latency: 200, throttle: 32_000 });
    const reports: { readonly bytesDone: number; readonly secondsLeft: number | null }[] = [];
    engine.subscribe(({ progress }) => reports.push(progress));
    const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
    Object.assign(proxy.faults, { latency: 0, throttle: null });
    expect(troubles(job)).toEqual([]);
    expect((await readAll(direct, below(cloud, 'a'))).equals(bytes)).toBe(true);
    for (const { secondsLeft } of reports) expect(secondsLeft ?? 0).toBeGreaterThanOrEqual(0);
  } finally {
    await rig.close();
  }
});

test.concurrent('a black hole is told as stalled, and cancelling it does not wait for it', async () => {
  const rig = await makeCloudRig();
  try {
    const { engine, here, local, cloud, proxy } = rig;
    await plant(here, local, { a: 'a'.repeat(100_000) });
    const sources = await sourcesIn(here, local);
    proxy.faults.accept = 'black-hole';
    proxy.resetAll();
    const spec = specOf('copy', sources, cloud);
    const stalled = untilJob(engine, spec.id, ({ progress }) => progress.isStalled);
    engine.add(spec);
    await stalled;
    const start = performance.now();
    const end = untilJob(engine, spec.id, hasEnded);
    engine.cancel(spec.id);
    expect((await end).state).toBe('cancelled');
    expect(performance.now() - start).toBeLessThan(1000);
  } finally {
    await rig.close();
  }
});

test.concurrent('a large download, which has a connection of its own, goes on where its line broke', async () => {
  await withRig(async ({ engine, there, direct, local, cloud, proxy, root, requests }) => {
    const bytes = noise(17_000_000, 40);
    await writeFile(`${root}/seed`, bytes);
    await direct.write(below(cloud, 'large'), await sourceFrom(`${root}/seed`), { taken: 'refuse' });
    for (const [index, cut] of WAYS.entries()) {
      const sources = await sourcesIn(there, cloud, ['large']);
      Object.assign(proxy.faults, { cut, cutAfter: 5_000_000 });
      const before = { passed: proxy.passed, requests: requests.length };
      const spec = { ...specOf('copy', sources, local), targetName: `${index}` };
      expect(troubles(await runToEnd(engine, spec))).toEqual([]);
      expect((await readFile(`${root}/local/${index}`)).equals(bytes)).toBe(true);
      // The part that had come was not fetched again, but for what was on its way when the line broke.
      expect(proxy.passed - before.passed).toBeLessThan(bytes.length + 4_000_000);
      expect(requests.slice(before.requests).at(-1)).toMatch(/206$/);
    }
  });
});
