import { expect, test } from 'vitest';
import { AdaptiveLimit, FEWEST, MOST } from '../../source/transfers/adaptive-limit.ts';
import { isWorthOffering } from '../../source/transfers/offer.ts';
import { Limiter } from '../../source/transfers/pace.ts';
import { Slots, WEIGHT } from '../../source/transfers/slots.ts';
import { hasEnded, makeRig, plant, sourcesIn, specOf, treeOf, untilJob } from './rig.ts';

test('a waiting job can be moved up and down, and the order is kept', async () => {
  const { engine, here, local, cloud, reports } = await makeRig({ jobsAtOnce: 1 });
  await plant(here, local, { a: 'a', b: 'b', c: 'c', d: 'd' });
  const specs = [];
  for (const name of ['a', 'b', 'c', 'd']) specs.push(specOf('copy', await sourcesIn(here, local, [name]), cloud));
  const [a, b, c, d] = specs.map(({ id }) => id);
  for (const spec of specs) engine.add(spec);
  engine.perform({ type: 'move-up', jobId: d ?? '' });
  engine.perform({ type: 'move-down', jobId: b ?? '' });
  engine.perform({ type: 'move-up', jobId: 'none' });
  expect(engine.jobs().map(({ spec }) => spec.id)).toEqual([a, d, b, c]);
  await engine.whenIdle();
  expect(reports.filter(hasEnded).map(({ spec }) => spec.id)).toEqual([a, d, b, c]);
});

test('all jobs can be paused, resumed, cancelled and forgotten at once', async () => {
  const { engine, here, there, local, cloud, reports } = await makeRig({ jobsAtOnce: 2 });
  await plant(here, local, { a: 'a', b: 'b', c: 'c' });
  const names = ['a', 'b', 'c'];
  const specs = await Promise.all(
    names.map(async (name) => specOf('copy', await sourcesIn(here, local, [name]), cloud)),
  );
  for (const spec of specs) engine.add(spec);
  engine.perform({ type: 'pause-all' });
  await engine.whenIdle();
  expect(engine.jobs().map(({ state }) => state)).toEqual(['paused', 'paused', 'paused']);
  // The one that waited did not take the place of the first on its way there.
  const third = reports.filter(({ spec }) => spec.id === specs[2]?.id);
  expect(third.every(({ startedAt }) => startedAt === null)).toBe(true);
  engine.perform({ type: 'cancel', jobId: specs[0]?.id ?? '' });
  engine.perform({ type: 'resume-all' });
  await engine.whenIdle();
  expect(engine.jobs().map(({ state }) => state)).toEqual(['cancelled', 'done', 'done']);
  expect(await treeOf(there, cloud)).toEqual({ b: 'b', c: 'c' });
  engine.perform({ type: 'forget-ended' });
  expect(engine.jobs()).toEqual([]);
});

test('a paused job leaves its place to the next one', async () => {
  const { engine, here, there, local, cloud } = await makeRig({ jobsAtOnce: 1 });
  await plant(here, local, { a: 'a', b: 'b' });
  const first = specOf('copy', await sourcesIn(here, local, ['a']), cloud);
  const second = specOf('copy', await sourcesIn(here, local, ['b']), cloud);
  here.before = async (call, { path }, signal) => {
    if (call !== 'body' || !path.endsWith('/a')) return;
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  const begun = untilJob(engine, first.id, ({ progress }) => progress.current !== null);
  engine.add(first);
  engine.add(second);
  await begun;
  const end = untilJob(engine, second.id, hasEnded);
  engine.pause(first.id);
  expect((await end).state).toBe('done');
  expect(await treeOf(there, cloud)).toEqual({ b: 'b' });
});

test('draining lets the files under way end and begins no other', async () => {
  const { engine, here, there, local, cloud } = await makeRig({ filesAtOnce: 1 });
  const big = 'x'.repeat(70_000);
  await plant(here, local, { a: big, b: big, c: big });
  const held = Promise.withResolvers<void>();
  here.before = async (call) => {
    if (call === 'body') await held.promise;
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const begun = untilJob(engine, spec.id, ({ progress }) => progress.current !== null);
  engine.add(spec);
  await begun;
  engine.perform({ type: 'drain-all' });
  expect(engine.jobs()[0]?.state).toBe('running');
  held.resolve();
  await engine.whenIdle();
  expect(engine.jobs()[0]?.state).toBe('paused');
  const arrived = Object.keys(await treeOf(there, cloud));
  expect(arrived.length).toBeGreaterThan(0);
  expect(arrived.length).toBeLessThan(3);
  engine.perform({ type: 'resume-all' });
  await engine.whenIdle();
  expect(await treeOf(there, cloud)).toEqual({ a: big, b: big, c: big });
});

test('a pause after a drain stops what is under way', async () => {
  const { engine, here, local, cloud } = await makeRig();
  await plant(here, local, { a: 'a' });
  here.before = async (call, _location, signal) => {
    if (call !== 'body') return;
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const begun = untilJob(engine, spec.id, ({ progress }) => progress.current !== null);
  engine.add(spec);
  await begun;
  engine.perform({ type: 'drain-all' });
  engine.perform({ type: 'pause-all' });
  await engine.whenIdle();
  expect(engine.jobs()[0]?.state).toBe('paused');
});

test('the same id twice is refused', async () => {
  const { engine, here, local, cloud } = await makeRig();
  await plant(here, local, { a: 'a' });
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  engine.add(spec);
  expect(() => engine.add(spec)).toThrow('already');
  await engine.whenIdle();
});

test.each([70_000, 5])('where a person says how many files at once, there are no more (of %i bytes)', async (size) => {
  const { engine, here, local, cloud } = await makeRig({ filesAtOnce: 3 });
  const bytes = 'x'.repeat(size);
  await plant(here, local, Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}`, bytes])));
  let now = 0;
  let most = 0;
  here.before = async (call) => {
    if (call !== 'read') return;
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now -= 1;
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const end = untilJob(engine, spec.id, hasEnded);
  engine.add(spec);
  await end;
  expect(most).toBe(3);
});

test('who waits for a slot and is called off does not hold up those behind', async () => {
  const slots = new Slots(1);
  const never = new AbortController().signal;
  const release = await slots.take(never);
  const stop = new AbortController();
  const first = slots.take(stop.signal);
  const second = slots.take(never, WEIGHT.smallFile);
  const third = slots.take(never, WEIGHT.smallFile);
  stop.abort(new Error('off'));
  await expect(first).rejects.toThrow('off');
  release();
  release();
  await Promise.all([second, third]);
  expect(slots.waiting).toBe(0);
});

/** Lets it try on a line that carries so many files at once, and no more. */
function settle(limit: AdaptiveLimit, carries: number): number[] {
  const tried: number[] = [];
  for (let round = 0; round < 60; round += 1) {
    tried.push(limit.limit);
    const speed = Math.min(limit.limit, carries) - Math.max(0, limit.limit - carries) * 0.2;
    limit.next({ bytes: speed * 1_000_000, files: 0, isFull: true });
  }
  return tried.slice(30);
}

test.each([
  [2, 2, 6],
  [6, 4, 9],
  [64, 13, 16],
])('on a line that carries %i files at once it settles between %i and %i', (carries, least, most) => {
  const tried = settle(new AdaptiveLimit(), carries);
  const mean = tried.reduce((sum, one) => sum + one, 0) / tried.length;
  expect(mean).toBeGreaterThanOrEqual(least);
  expect(mean).toBeLessThanOrEqual(most);
  expect(Math.min(...tried)).toBeGreaterThanOrEqual(FEWEST);
  expect(Math.max(...tried)).toBeLessThanOrEqual(MOST);
});

test('a busy server halves the number of files at once', () => {
  const limit = new AdaptiveLimit();
  const before = limit.limit;
  expect(limit.tooMuch()).toBe(before / 2);
  for (let times = 0; times < 9; times += 1) limit.tooMuch();
  expect(limit.limit).toBe(FEWEST);
});

test('the limit on bandwidth can change while bytes flow', async () => {
  const limiter = new Limiter();
  limiter.setLimit(10_000);
  const chunk = Buffer.alloc(200_000);
  const start = performance.now();
  let bytes = 0;
  for await (const piece of limiter.pass(
    (async function* once() {
      yield chunk;
    })(),
  )) {
    bytes += piece.length;
    if (bytes < 20_000) limiter.setLimit(null);
  }
  expect(bytes).toBe(200_000);
  expect(performance.now() - start).toBeLessThan(5000);
});

test.each([
  [1000, null, null, false],
  [1_000_000, null, null, true],
  [1_000_000, 1_000_000, 50, true],
  [1_000_000, 500_000_000, 0.1, false],
  [2 ** 30, null, 0.3, false],
  [2 ** 30, null, 50, true],
])(
  'offering the hash of %i bytes at a rate of %s and a delay of %s ms is worth it: %s',
  (bytes, rate, delay, worth) => {
    expect(isWorthOffering(bytes, rate, delay)).toBe(worth);
  },
);
