import { beforeEach, expect, test } from 'vitest';
import { childOf } from '../../source/domain/location.ts';
import type { Job, TakenPolicy } from '../../source/domain/transfer.ts';
import { moveBack } from '../../source/transfers/move-back.ts';
import { undoOfJob, undoWords } from '../../source/transfers/undo.ts';
import { codeOf, sourceOf } from '../contracts/fixtures.ts';
import { makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, troubles, type Rig, type Tree } from './rig.ts';

let rig: Rig;
const { signal } = new AbortController();
const TREE: Tree = { 'a.txt': 'a', docs: { 'b.txt': 'b', deep: { 'c.txt': 'c' }, empty: {} } };

beforeEach(async () => {
  rig = await makeRig();
});

async function moveUp(taken?: TakenPolicy): Promise<Job> {
  return runToEnd(rig.engine, specOf('move', await sourcesIn(rig.here, rig.local), rig.cloud, taken));
}

/** Takes the move back as the screen does; answers the job that did it, and the codes of what was left. */
async function takeBack(moved: Job): Promise<{ job: Job; left: readonly string[] }> {
  const record = undoOfJob(moved);
  if (record?.kind !== 'moved') throw new Error('there is nothing to take back');
  const { spec, left } = await moveBack(record.moved, 'the undo', rig.storeFor, signal);
  return { job: await runToEnd(rig.engine, spec), left: left.map(({ code }) => code) };
}

test('a move to the cloud is moved back, files and folders of any depth', async () => {
  await plant(rig.here, rig.local, TREE);
  const up = await moveUp();
  expect(await treeOf(rig.here, rig.local)).toEqual({});
  const record = undoOfJob(up);
  expect(record === null ? '' : undoWords(record)).toBe('Move 2 entries back to /home');
  const { job, left } = await takeBack(up);
  expect([troubles(job), left]).toEqual([[], []]);
  expect(await treeOf(rig.here, rig.local)).toEqual(TREE);
  expect(await treeOf(rig.there, rig.cloud)).toEqual({});
  // The one who presses the key once more means the act before.
  expect(undoOfJob(job)).toBeNull();
});

test('so is one within the cloud, under a name that was found for it too', async () => {
  await plant(rig.there, rig.cloud, { from: TREE, to: { 'a.txt': 'another' } });
  const [from, to] = [childOf(rig.cloud, 'from'), childOf(rig.cloud, 'to')];
  const moved = await runToEnd(rig.engine, specOf('move', await sourcesIn(rig.there, from), to, 'keep-both'));
  expect(Object.keys(await treeOf(rig.there, to)).length).toBe(3);
  expect(troubles((await takeBack(moved)).job)).toEqual([]);
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ from: TREE, to: { 'a.txt': 'another' } });
});

test('what replaced something or was merged into a folder is not to be had back', async () => {
  await plant(rig.here, rig.local, TREE);
  await plant(rig.there, rig.cloud, { 'a.txt': 'replaced', docs: { 'other.txt': 'o' } });
  expect(undoOfJob(await moveUp('overwrite'))).toBeNull();
});

test('what changed since stays, and so does what has another in its old place; nothing is overwritten', async () => {
  await plant(rig.here, rig.local, { 'changed.txt': 'c', 'taken.txt': 't', 'still.txt': 's' });
  const up = await moveUp();
  await rig.there.write(childOf(rig.cloud, 'changed.txt'), sourceOf('changed since'), { taken: 'replace' });
  await rig.here.write(childOf(rig.local, 'taken.txt'), sourceOf('new'), { taken: 'refuse' });
  const { job, left } = await takeBack(up);
  expect([troubles(job), left.toSorted()]).toEqual([[], ['changed', 'name-taken']]);
  expect(await treeOf(rig.here, rig.local)).toEqual({ 'taken.txt': 'new', 'still.txt': 's' });
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ 'changed.txt': 'changed since', 'taken.txt': 't' });
});

test('where all of it is gone, that is said and no job begins', async () => {
  await plant(rig.here, rig.local, { 'a.txt': 'a' });
  const up = await moveUp();
  await rig.there.remove(childOf(rig.cloud, 'a.txt'));
  expect(await codeOf(takeBack(up))).toBe('not-found');
});

test('what failed on its way is not counted among what was moved', async () => {
  await plant(rig.here, rig.local, { 'a.txt': 'a', 'b.txt': 'b' });
  await plant(rig.there, rig.cloud, { 'a.txt': 'in the way' });
  const record = undoOfJob(await moveUp('fail'));
  expect(record === null ? '' : undoWords(record)).toBe('Move testing/b.txt back to /home');
});
