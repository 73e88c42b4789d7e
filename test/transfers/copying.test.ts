import { expect, test } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { childOf } from '../../source/domain/location.ts';
import { below, sourceOf } from '../contracts/fixtures.ts';
import { hasEnded, makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, troubles, untilJob } from './rig.ts';

const TREE = { 'a.txt': 'aaa', empty: {}, docs: { 'b.txt': 'bb', deep: { c: 'c', none: '' } } };

test('files and folders arrive with everything below them', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, TREE);
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(await treeOf(there, cloud)).toEqual(TREE);
  expect(await treeOf(here, local)).toEqual(TREE);
  expect(job).toMatchObject({ state: 'done', failures: [], question: null });
  expect(job.progress).toMatchObject({ filesDone: 4, filesTotal: 4, bytesDone: 6, bytesTotal: 6, totalsKnown: true });
});

test('the first files go while folders are still being walked, and the totals grow until all is found', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { near: { a: 'a' }, slow: { b: 'bb', deep: { c: 'ccc' } } });
  const sources = await sourcesIn(here, local);
  const isWalked = Promise.withResolvers<void>();
  here.before = async (call, { path }) => (call === 'list' && path.endsWith('/slow') ? isWalked.promise : undefined);
  const spec = specOf('copy', sources, cloud);
  const hasBegun = untilJob(engine, spec.id, ({ progress }) => progress.filesDone === 1);
  engine.add(spec);
  const { state, progress } = await hasBegun;
  expect([state, progress.totalsKnown, progress.bytesDone]).toEqual(['running', false, 1]);
  expect(progress.bytesTotal).toBeLessThan(6);
  expect(await treeOf(there, below(cloud, 'near'))).toEqual({ a: 'a' });
  const end = untilJob(engine, spec.id, hasEnded);
  isWalked.resolve();
  expect((await end).progress).toMatchObject({ filesDone: 3, filesTotal: 3, bytesTotal: 6, totalsKnown: true });
});

test('the target folder is made where it is missing', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { a: 'a' });
  await runToEnd(engine, specOf('copy', await sourcesIn(here, local), below(cloud, 'new', 'deep')));
  expect(await treeOf(there, cloud)).toEqual({ new: { deep: { a: 'a' } } });
});

test('a single source may arrive under another name', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { a: 'a' });
  await runToEnd(engine, { ...specOf('copy', await sourcesIn(here, local), cloud), targetName: 'b' });
  expect(await treeOf(there, cloud)).toEqual({ b: 'a' });
});

test('folders that stand on both sides are merged', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { docs: { new: 'new', deep: { one: '1' } } });
  await plant(there, cloud, { docs: { old: 'old', deep: { two: '2' } } });
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(job.state).toBe('done');
  expect(await treeOf(there, cloud)).toEqual({ docs: { new: 'new', old: 'old', deep: { one: '1', two: '2' } } });
});

test('a file that fails is listed with its reason and the rest goes on', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, TREE);
  here.before = (call, location) => {
    if (call === 'read' && location.path.endsWith('b.txt')) throw new AppError('permission-denied', 'not yours');
  };
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(job.state).toBe('failed');
  expect(troubles(job)).toEqual(['/home/docs/b.txt failed permission-denied']);
  expect(await treeOf(there, cloud)).toEqual({ ...TREE, docs: { deep: TREE.docs.deep } });
});

test('a folder that cannot be listed fails by itself', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, TREE);
  here.before = (call, location) => {
    if (call === 'list' && location.path.endsWith('deep')) throw new AppError('permission-denied', 'not yours');
  };
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(troubles(job)).toEqual(['/home/docs/deep failed permission-denied']);
  expect(await treeOf(there, cloud)).toEqual({ ...TREE, docs: { 'b.txt': 'bb', deep: {} } });
});

test('a folder where a file of its name stands fails by itself', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, TREE);
  await plant(there, cloud, { docs: 'a file' });
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(troubles(job)).toEqual(['/home/docs failed not-a-folder']);
  expect(await treeOf(there, cloud)).toEqual({ 'a.txt': 'aaa', empty: {}, docs: 'a file' });
});

test('a folder is not copied into itself', async () => {
  const { engine, here, local } = await makeRig();
  await plant(here, local, TREE);
  const inside = below(local, 'docs', 'deep');
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local, ['docs']), inside));
  expect(troubles(job)).toEqual(['/home/docs failed usage']);
  expect(await treeOf(here, local)).toEqual(TREE);
});

test('a file is not copied over itself', async () => {
  const { engine, here, local } = await makeRig();
  await plant(here, local, TREE);
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local, ['a.txt']), local, 'overwrite'));
  expect(troubles(job)).toEqual(['/home/a.txt failed usage']);
  expect(await treeOf(here, local)).toEqual(TREE);
});

test('the failed files of a job are tried again and the others are left alone', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, TREE);
  const read: string[] = [];
  here.before = (call, { path }) => {
    if (call === 'read') read.push(path);
    if (call === 'read' && read.length === 1) throw new AppError('permission-denied', 'not yours');
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const first = await runToEnd(engine, spec);
  expect(first.failures).toHaveLength(1);
  const again = untilJob(engine, spec.id, (job) => job.state === 'done');
  engine.retry(spec.id);
  expect((await again).failures).toEqual([]);
  expect((await again).progress).toMatchObject({ filesDone: 4, filesTotal: 4, bytesDone: 6, bytesTotal: 6 });
  expect(read).toHaveLength(5);
  expect(await treeOf(there, cloud)).toEqual(TREE);
});

test('a source that changes while it is read is looked at again and arrives whole', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { a: 'old' });
  const sources = await sourcesIn(here, local);
  await here.write(below(local, 'a'), sourceOf('grown longer'), { taken: 'replace' });
  const job = await runToEnd(engine, specOf('copy', sources, cloud));
  expect(job.state).toBe('done');
  expect(job.progress).toMatchObject({ bytesDone: 12, bytesTotal: 12 });
  expect(await treeOf(there, cloud)).toEqual({ a: 'grown longer' });
});

test('a line that breaks in the middle is tried again, and no byte counts twice', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(there, cloud, { big: 'x'.repeat(1_000_000) });
  let chunks = 0;
  let breaks = Infinity;
  there.before = (call) => {
    if (call !== 'body' || (chunks += 1) % 12 !== 0 || breaks === 0) return;
    breaks -= 1;
    throw new AppError('unreachable', 'reset');
  };
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(there, cloud), local));
  expect(troubles(job)).toEqual(['/big failed unreachable']);
  expect(job.progress.bytesDone).toBe(0);
  breaks = 2;
  const again = untilJob(engine, job.spec.id, ({ state }) => state === 'done');
  engine.retry(job.spec.id);
  expect((await again).progress).toMatchObject({ bytesDone: 1_000_000, bytesTotal: 1_000_000 });
  expect(await treeOf(here, local)).toEqual({ big: 'x'.repeat(1_000_000) });
});

test('cancelling ends the job at once and leaves nothing half done', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { a: 'a', b: 'b', docs: { c: 'c' } });
  here.before = async (call, _location, signal) => {
    if (call === 'body') await never(signal);
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const end = untilJob(engine, spec.id, hasEnded);
  const running = untilJob(engine, spec.id, (job) => job.progress.current !== null);
  engine.add(spec);
  await running;
  engine.cancel(spec.id);
  expect(await end).toMatchObject({ state: 'cancelled', failures: [] });
  expect(Object.keys(await treeOf(there, cloud)).filter((name) => name !== 'docs')).toEqual([]);
});

test('a paused job moves nothing, and goes on where it was', async () => {
  const { engine, here, there, local, cloud } = await makeRig({ filesAtOnce: 2 });
  await plant(here, local, { a: 'a', b: 'b', c: 'c', docs: { d: 'd' } });
  let isHeld = true;
  here.before = async (call, location, signal) => {
    if (call === 'body' && isHeld && location.path !== '/home/a') await never(signal);
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const halfway = untilJob(engine, spec.id, (job) => job.progress.filesDone === 1);
  engine.add(spec);
  await halfway;
  const paused = untilJob(engine, spec.id, (job) => job.state === 'paused');
  engine.pause(spec.id);
  await paused;
  isHeld = false;
  expect(await engine.whenIdle()).toBeUndefined();
  expect(Object.keys(await treeOf(there, cloud)).filter((name) => name !== 'docs')).toEqual(['a']);
  const end = untilJob(engine, spec.id, hasEnded);
  engine.resume(spec.id);
  expect(await end).toMatchObject({ state: 'done', progress: { filesDone: 4, bytesDone: 4, bytesTotal: 4 } });
  expect(await treeOf(there, cloud)).toEqual({ a: 'a', b: 'b', c: 'c', docs: { d: 'd' } });
});

test('a full disk pauses the job with its reason where somebody is there to make room', async () => {
  const { engine, here, there, local, cloud } = await makeRig({ pausesOnTrouble: true });
  await plant(here, local, { a: 'a', b: 'b' });
  let isFull = true;
  there.before = (call) => {
    if (call === 'write' && isFull) throw new AppError('out-of-space', 'full');
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const paused = untilJob(engine, spec.id, (job) => job.state === 'paused');
  engine.add(spec);
  expect(await paused).toMatchObject({ pausedBecause: { code: 'out-of-space' }, failures: [] });
  isFull = false;
  const end = untilJob(engine, spec.id, hasEnded);
  engine.resume(spec.id);
  expect(await end).toMatchObject({ state: 'done', failures: [] });
  expect(await treeOf(there, cloud)).toEqual({ a: 'a', b: 'b' });
});

test('a target that could not be opened for want of a sign-in is opened once the job goes on', async () => {
  const { engine, here, there, local, cloud } = await makeRig({ pausesOnTrouble: true });
  await plant(here, local, { a: 'a', b: { c: 'c' } });
  let isSignedIn = false;
  there.before = () => {
    if (!isSignedIn) throw new AppError('sign-in', 'sign-in needed');
  };
  const spec = specOf('copy', await sourcesIn(here, local), cloud);
  const paused = untilJob(engine, spec.id, (job) => job.state === 'paused');
  engine.add(spec);
  expect(await paused).toMatchObject({ pausedBecause: { code: 'sign-in' }, failures: [] });
  isSignedIn = true;
  const end = untilJob(engine, spec.id, hasEnded);
  engine.resume(spec.id);
  expect(await end).toMatchObject({ state: 'done', failures: [] });
  expect(await treeOf(there, cloud)).toEqual({ a: 'a', b: { c: 'c' } });
});

test('jobs beyond those that may run wait in their order, and all end', async () => {
  const { engine, here, there, local, cloud, reports } = await makeRig({ jobsAtOnce: 1 });
  await plant(here, local, { a: 'a', b: 'b', c: 'c' });
  const specs = [];
  for (const name of ['a', 'b', 'c']) specs.push(specOf('copy', await sourcesIn(here, local, [name]), cloud));
  for (const spec of specs) engine.add(spec);
  await engine.whenIdle();
  const ends = reports.filter(hasEnded).map((job) => job.spec.id);
  expect(ends).toEqual(specs.map((spec) => spec.id));
  expect(await treeOf(there, cloud)).toEqual({ a: 'a', b: 'b', c: 'c' });
});

test('two sources of one name never overwrite each other', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { one: { same: 'first' }, two: { same: 'second' } });
  const sources = [
    ...(await sourcesIn(here, childOf(local, 'one'))),
    ...(await sourcesIn(here, childOf(local, 'two'))),
  ];
  const job = await runToEnd(engine, specOf('copy', sources, cloud, 'keep-both'));
  expect(job.state).toBe('done');
  const tree = await treeOf(there, cloud);
  expect(Object.keys(tree).sort()).toEqual(['same', 'same (2)']);
  expect(new Set(Object.values(tree))).toEqual(new Set(['first', 'second']));
});

test('a job tells of itself at most ten times a second, and always at its end', async () => {
  const { engine, here, local, cloud, reports } = await makeRig();
  await plant(here, local, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`file ${index}`, 'x'])));
  here.before = async (call) => {
    if (call === 'body') await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const start = Date.now();
  await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  const seconds = (Date.now() - start) / 1000;
  // Besides the ticks: when it was added, begun and ended.
  expect(reports.length).toBeLessThanOrEqual(seconds * 10 + 5);
  expect(reports.at(-1)).toMatchObject({ state: 'done', progress: { filesDone: 300, filesTotal: 300 } });
});

async function never(signal?: AbortSignal): Promise<void> {
  await new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
