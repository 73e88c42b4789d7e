import { expect, test } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { cloudLocation } from '../../source/domain/location.ts';
import { below, sourceOf } from '../contracts/fixtures.ts';
import { makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, troubles } from './rig.ts';

const TREE = { 'a.txt': 'aaa', empty: {}, docs: { 'b.txt': 'bb', deep: { c: 'c' } } };

test('a move between stores takes the source away once all of it has arrived', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, TREE);
  const job = await runToEnd(engine, specOf('move', await sourcesIn(here, local), cloud));
  expect(job).toMatchObject({ state: 'done', progress: { filesDone: 3, filesTotal: 3, bytesDone: 6 } });
  expect(await treeOf(there, cloud)).toEqual(TREE);
  expect(await treeOf(here, local)).toEqual({});
});

test('a file that does not arrive stays, and so do the folders it lies in', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, TREE);
  there.before = (call, location) => {
    if (call === 'write' && location.path.endsWith('/c')) throw new AppError('permission-denied', 'no');
  };
  const job = await runToEnd(engine, specOf('move', await sourcesIn(here, local), cloud));
  expect(troubles(job)).toEqual(['/home/docs/deep/c failed permission-denied']);
  expect(await treeOf(here, local)).toEqual({ docs: { deep: { c: 'c' } } });
  there.before = null;
  engine.retry(job.spec.id);
  await engine.whenIdle();
  expect(await treeOf(here, local)).toEqual({});
  expect(await treeOf(there, cloud)).toEqual(TREE);
});

test('what came into a source folder during a move is not lost', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { docs: { a: 'a' } });
  there.before = async (call, location) => {
    if (call !== 'write' || !location.path.endsWith('/a')) return;
    await here.write(below(local, 'docs', 'late'), sourceOf('late'), { taken: 'refuse' });
  };
  const job = await runToEnd(engine, specOf('move', await sourcesIn(here, local), cloud));
  expect(troubles(job)).toEqual(['/home/docs failed changed']);
  expect(await treeOf(here, local)).toEqual({ docs: { late: 'late' } });
  expect(await treeOf(there, cloud)).toEqual({ docs: { a: 'a' } });
});

test('a source that changes after it was read is kept', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { a: 'old' });
  here.before = async (call, location) => {
    if (call !== 'remove') return;
    here.before = null;
    await here.write(location, sourceOf('newer'), { taken: 'replace' });
  };
  const job = await runToEnd(engine, specOf('move', await sourcesIn(here, local), cloud));
  expect(troubles(job)).toEqual(['/home/a failed changed']);
  expect(await treeOf(here, local)).toEqual({ a: 'newer' });
  expect(await treeOf(there, cloud)).toEqual({ a: 'old' });
});

test('a move within a store reads no byte', async () => {
  const { engine, there, cloud } = await makeRig();
  await plant(there, cloud, TREE);
  const calls: string[] = [];
  there.before = (call) => void calls.push(call);
  const job = await runToEnd(engine, specOf('move', await sourcesIn(there, cloud, ['docs']), below(cloud, 'empty')));
  expect(job.state).toBe('done');
  expect(calls).not.toContain('read');
  expect(await treeOf(there, cloud)).toEqual({ 'a.txt': 'aaa', empty: { docs: TREE.docs } });
});

test('moved folders that stand at the target are merged', async () => {
  const { engine, there, cloud } = await makeRig();
  await plant(there, cloud, { from: { docs: { a: 'a', deep: { b: 'b' } } }, to: { docs: { c: 'c', deep: {} } } });
  const sources = await sourcesIn(there, below(cloud, 'from'));
  const job = await runToEnd(engine, specOf('move', sources, below(cloud, 'to')));
  expect(troubles(job)).toEqual([]);
  expect(await treeOf(there, cloud)).toEqual({ from: {}, to: { docs: { a: 'a', c: 'c', deep: { b: 'b' } } } });
});

test('where the store could only copy, a move copies and removes', async () => {
  const { engine, there, cloud } = await makeRig();
  const other = cloudLocation('me', 'other');
  await plant(there, cloud, TREE);
  await there.makeFolder(other);
  there.before = (call) => {
    if (call === 'move') throw new AppError('unsupported', 'another volume');
  };
  const job = await runToEnd(engine, specOf('move', await sourcesIn(there, cloud), other));
  expect(troubles(job)).toEqual([]);
  expect(await treeOf(there, other)).toEqual(TREE);
  expect(await treeOf(there, cloud)).toEqual({});
});

test('a taken name stops that file of a move alone', async () => {
  const { engine, there, cloud } = await makeRig();
  await plant(there, cloud, { from: { a: 'new', b: 'b' }, to: { a: 'old' } });
  const job = await runToEnd(engine, specOf('move', await sourcesIn(there, below(cloud, 'from')), below(cloud, 'to')));
  expect(troubles(job)).toEqual(['/from/a failed name-taken']);
  expect(await treeOf(there, cloud)).toEqual({ from: { a: 'new' }, to: { a: 'old', b: 'b' } });
});

test('a move over a file takes its place when that was said', async () => {
  const { engine, there, cloud } = await makeRig();
  await plant(there, cloud, { from: { a: 'new' }, to: { a: 'old' } });
  const sources = await sourcesIn(there, below(cloud, 'from'));
  const job = await runToEnd(engine, specOf('move', sources, below(cloud, 'to'), 'overwrite'));
  expect(troubles(job)).toEqual([]);
  expect(await treeOf(there, cloud)).toEqual({ from: {}, to: { a: 'new' } });
});

test('a delete removes what was seen and keeps what changed since', async () => {
  const { engine, there, cloud } = await makeRig();
  await plant(there, cloud, { a: 'a', b: 'b', docs: { c: 'c' } });
  const sources = await sourcesIn(there, cloud);
  await there.write(below(cloud, 'b'), sourceOf('other'), { taken: 'replace' });
  await there.remove(below(cloud, 'a'));
  const job = await runToEnd(engine, specOf('delete', sources, null));
  expect(troubles(job)).toEqual(['/b failed changed']);
  expect(job.progress).toMatchObject({ filesDone: 2, filesTotal: 3 });
  expect(await treeOf(there, cloud)).toEqual({ b: 'other' });
});
