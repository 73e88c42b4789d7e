import { assert as holds, asyncProperty, boolean, constantFrom, dictionary, letrec, oneof } from 'fast-check';
import { expect, test } from 'vitest';
import { below, sourceOf } from '../contracts/fixtures.ts';
import { planSync, type SyncRequest } from '../../source/transfers/plan-sync.ts';
import { createFilter, patternOf } from '../../source/transfers/sync-filter.ts';
import { makePlannedFolders, stepWords, syncJobs } from '../../source/transfers/sync-jobs.ts';
import type { SyncPlan } from '../../source/transfers/sync-plan.ts';
import { makeRig, plant, runToEnd, treeOf, troubles, type Rig, type Tree } from './rig.ts';

async function planFor(rig: Rig, options: Partial<SyncRequest> = {}): Promise<SyncPlan> {
  const { storeFor, local: from, cloud: to } = rig;
  const signal = new AbortController().signal;
  return planSync({ storeFor, from, to, deletes: false, maxDelete: null, filter: () => true, signal, ...options });
}

async function run(rig: Rig, plan: SyncPlan) {
  let id = 0;
  const jobs = syncJobs(plan, () => `sync ${(id += 1)}`);
  await makePlannedFolders(plan, rig.storeFor, new AbortController().signal);
  const ended = [];
  if (jobs.copy !== null) ended.push(await runToEnd(rig.engine, jobs.copy));
  if (jobs.delete !== null) ended.push(await runToEnd(rig.engine, jobs.delete));
  return ended;
}

const FROM: Tree = { a: 'same', b: 'new content', docs: { c: 'c', deep: { d: 'd' } }, empty: {} };
const TO: Tree = { a: 'same', b: 'old', docs: { old: 'x', deep: { d: 'd' } }, gone: { e: 'e', f: 'f' } };

async function filled(from: Tree, to: Tree): Promise<Rig> {
  const rig = await makeRig();
  await plant(rig.here, rig.local, from);
  await plant(rig.there, rig.cloud, to);
  return rig;
}

test('a plan tells what it would do, in the order of names, and touches nothing', async () => {
  const rig = await filled(FROM, TO);
  const plan = await planFor(rig, { deletes: true, maxDelete: 10 });
  expect(plan.steps.map(stepWords)).toEqual([
    'replace b',
    'copy    docs/c',
    'delete  docs/old',
    'folder  empty/',
    'delete  gone/ (2 files)',
  ]);
  expect(plan).toMatchObject({ unchanged: 2, filesToCopy: 2, bytesToCopy: 12, filesToDelete: 3, filesAtTarget: 6 });
  expect(await treeOf(rig.there, rig.cloud)).toEqual(TO);
});

test('what is run is what was planned', async () => {
  const rig = await filled(FROM, TO);
  await run(rig, await planFor(rig, { deletes: true, maxDelete: 10 }));
  expect(await treeOf(rig.there, rig.cloud)).toEqual(FROM);
  const again = await planFor(rig, { deletes: true });
  expect(again).toMatchObject({ steps: [], unchanged: 4 });
});

test('without --delete nothing goes', async () => {
  const rig = await filled(FROM, TO);
  const plan = await planFor(rig);
  await run(rig, plan);
  expect(plan.filesToDelete).toBe(0);
  expect(await treeOf(rig.there, rig.cloud)).toEqual({
    ...FROM,
    docs: { c: 'c', old: 'x', deep: { d: 'd' } },
    gone: TO['gone'],
  });
});

test('more than a quarter to delete is refused, unless that many were allowed', async () => {
  const rig = await filled({ a: 'a', b: 'b' }, { a: 'a', b: 'b', c: 'c' });
  const plan = await planFor(rig, { deletes: true });
  expect(plan.refusal).toMatchObject({ code: 'usage', message: '1 of 3 files would be deleted, more than a quarter' });
  expect(() => syncJobs(plan, () => 'x')).toThrow('would be deleted');
  expect((await planFor(rig, { deletes: true, maxDelete: 1 })).refusal).toBeNull();
  expect((await planFor(rig, { deletes: true, maxDelete: 0 })).refusal).toMatchObject({ code: 'usage' });
});

test('an empty source deletes nothing', async () => {
  const rig = await filled({}, { a: 'a', b: { c: 'c' } });
  expect((await planFor(rig, { deletes: true })).refusal?.message).toContain('The source is empty');
});

test('a source that is not there is not-found, a target that is not there is made', async () => {
  const rig = await filled(FROM, {});
  await expect(planFor(rig, { from: below(rig.local, 'none') })).rejects.toMatchObject({ code: 'not-found' });
  const to = below(rig.cloud, 'new', 'deep');
  await run(rig, await planFor(rig, { to }));
  expect(await treeOf(rig.there, to)).toEqual(FROM);
});

test('one folder in the other is refused', async () => {
  const rig = await filled(FROM, {});
  await expect(planFor(rig, { to: below(rig.local, 'docs') })).rejects.toMatchObject({ code: 'usage' });
});

test('what the patterns leave out is neither copied nor deleted', async () => {
  const rig = await filled(
    { 'a.txt': '1', 'b.tmp': '2', build: { c: '3' }, docs: { 'd.tmp': '4', 'keep.tmp': '5' } },
    { 'x.tmp': '6', build: { y: '7' }, gone: { 'z.tmp': '8', w: '9' } },
  );
  const filter = createFilter([
    patternOf({ kind: 'exclude', pattern: '*.tmp' }),
    patternOf({ kind: 'exclude', pattern: '/build/' }),
    patternOf({ kind: 'include', pattern: 'keep.tmp' }),
  ]);
  await run(rig, await planFor(rig, { deletes: true, maxDelete: 10, filter }));
  expect(await treeOf(rig.there, rig.cloud)).toEqual({
    'a.txt': '1',
    docs: { 'keep.tmp': '5' },
    'x.tmp': '6',
    build: { y: '7' },
    gone: { 'z.tmp': '8' },
  });
});

test('odd names are fine with patterns', async () => {
  const names = ['..x', ' ', '#', '!', '\udc80', 'a\nb', 'back\\slash', 'é'];
  const rig = await filled(Object.fromEntries(names.map((name) => [name, name])), {});
  const filter = createFilter(['*.tmp']);
  const plan = await planFor(rig, { filter });
  expect(plan.filesToCopy).toBe(names.length);
});

test('a target that changes between plan and run stops that file alone', async () => {
  const rig = await filled(FROM, TO);
  const plan = await planFor(rig, { deletes: true, maxDelete: 10 });
  await rig.there.write(below(rig.cloud, 'b'), sourceOf('somebody else'), { taken: 'replace' });
  await rig.there.write(below(rig.cloud, 'docs', 'c'), sourceOf('newly there'), { taken: 'refuse' });
  await rig.there.write(below(rig.cloud, 'docs', 'old'), sourceOf('changed'), { taken: 'replace' });
  const [copy, gone] = await run(rig, plan);
  expect(copy === undefined ? [] : troubles(copy)).toEqual([
    '/home/b failed changed',
    '/home/docs/c failed name-taken',
  ]);
  expect(gone === undefined ? [] : troubles(gone)).toEqual(['/docs/old failed changed']);
  expect(await treeOf(rig.there, rig.cloud)).toMatchObject({
    b: 'somebody else',
    docs: { c: 'newly there', old: 'changed' },
  });
});

test('a file where a folder stands, and the reverse, are left and told', async () => {
  const rig = await filled({ a: 'file', b: { c: 'c' } }, { a: { d: 'd' }, b: 'file' });
  const plan = await planFor(rig, { deletes: true, maxDelete: 10 });
  expect(plan.steps.map((step) => `${step.kind} ${step.path}`)).toEqual(['leave a', 'leave b']);
});

test('after a sync with --delete any two trees are alike, and a second one finds nothing to do', async () => {
  const { tree } = letrec<{ tree: Tree; node: string | Tree }>((tie) => ({
    tree: dictionary(constantFrom('a', 'b', 'c'), tie('node'), { maxKeys: 3, noNullPrototype: true }),
    node: oneof({ maxDepth: 3 }, constantFrom('', '1', '22'), tie('tree')),
  }));
  await holds(
    asyncProperty(tree, tree, boolean(), async (from, to, deletes) => {
      const rig = await filled(from, to);
      const plan = await planFor(rig, { deletes, maxDelete: 1000 });
      const ended = await run(rig, plan);
      expect(ended.flatMap(troubles)).toEqual([]);
      const again = await planFor(rig, { deletes, maxDelete: 1000 });
      expect(again.steps.filter(({ kind }) => kind !== 'leave')).toEqual([]);
      const hasConflict = plan.steps.some(({ kind }) => kind === 'leave');
      if (deletes && !hasConflict) expect(await treeOf(rig.there, rig.cloud)).toEqual(from);
      expect(await treeOf(rig.here, rig.local)).toEqual(from);
    }),
    { numRuns: 150 },
  );
});
