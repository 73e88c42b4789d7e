import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveBack } from '../../source/transfers/move-back.ts';
import { undo, undoOfJob } from '../../source/transfers/undo.ts';
import { below, readAll, sourceOf } from '../contracts/fixtures.ts';
import { makeCloudRig, namesBelow, noise, type CloudRig } from './cloud-rig.ts';
import { hasEnded, plant, runToEnd, sourcesIn, specOf, treeOf, troubles, untilJob, type Tree } from './rig.ts';

let rig: CloudRig;

beforeEach(async () => {
  rig = await makeCloudRig();
});

afterEach(async () => {
  await rig.close();
});

const TREE: Tree = {
  'a b.txt': 'aaa',
  'caf\u00e9 (1)%41#?+.txt': 'odd',
  empty: {},
  docs: { nothing: '', 'new\nline': 'n', deep: { 'x.bin': 'x'.repeat(300_000) } },
};

test('a tree goes up and comes down again byte for byte', async () => {
  const { engine, here, there, direct, local, cloud } = rig;
  await plant(here, local, TREE);
  const up = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(troubles(up)).toEqual([]);
  expect(await treeOf(direct, cloud)).toEqual(TREE);
  const back = below(local, 'back');
  const down = await runToEnd(engine, specOf('copy', await sourcesIn(there, cloud), back));
  expect(troubles(down)).toEqual([]);
  expect(await treeOf(here, back)).toEqual(TREE);
  const times = [here.stat(below(back, 'a b.txt')), direct.stat(below(cloud, 'a b.txt'))];
  const [ours, theirs] = await Promise.all(times);
  expect(ours?.modifiedAt).toBe(theirs?.modifiedAt);
});

test('a publication is taken back, and so is the end of one', async () => {
  const { there, direct, cloud } = rig;
  const file = below(cloud, 'file');
  await direct.write(file, sourceOf('public'), { taken: 'refuse' });
  const { publicUrl } = (await there.publish?.(file, true)) ?? {};
  expect(publicUrl).toMatch(/^http/);
  const takeBack = async (isPublic: boolean): Promise<string | null | undefined> => {
    await undo({ kind: 'publish', at: file, isPublic }, () => there, new AbortController().signal);
    return (await direct.stat(file)).publicUrl;
  };
  expect(await takeBack(true)).toBeFalsy();
  expect(await takeBack(false)).toMatch(/^http/);
});

test('a move out of a volume is moved back into it', async () => {
  const { engine, there, direct, local, cloud, storeFor } = rig;
  await plant(direct, cloud, TREE);
  const down = await runToEnd(engine, specOf('move', await sourcesIn(there, cloud), below(local, 'got')));
  expect(await treeOf(direct, cloud)).toEqual({});
  const record = undoOfJob(down);
  if (record?.kind !== 'moved') throw new Error('nothing was noted');
  const { spec, left } = await moveBack(record.moved, 'back', storeFor, new AbortController().signal);
  expect([troubles(await runToEnd(engine, spec)), left]).toEqual([[], []]);
  expect(await treeOf(direct, cloud)).toEqual(TREE);
});

test('a second copy finds all of it there and sends no byte', async () => {
  const { engine, here, local, cloud, proxy } = rig;
  await writeFile(`${rig.root}/local/big`, noise(3_000_000, 1));
  const sources = await sourcesIn(here, local);
  await runToEnd(engine, specOf('copy', sources, cloud));
  const before = proxy.passed;
  const job = await runToEnd(engine, specOf('copy', sources, cloud, 'overwrite'));
  expect(job.progress).toMatchObject({ filesUnchanged: 1, bytesDone: 0, bytesTotal: 0 });
  expect(proxy.passed - before).toBeLessThan(10_000);
});

test('content that the cloud knows under another name travels as a small request', async () => {
  const { engine, here, there, direct, local, cloud, proxy } = rig;
  const bytes = noise(3_000_000, 2);
  await writeFile(`${rig.root}/local/one`, bytes);
  await writeFile(`${rig.root}/local/two`, bytes);
  await runToEnd(engine, specOf('copy', await sourcesIn(here, local, ['one']), cloud));
  const before = proxy.passed;
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local, ['two']), cloud));
  expect(job.state).toBe('done');
  expect(proxy.passed - before).toBeLessThan(10_000);
  expect((await readAll(direct, below(cloud, 'two'))).equals(bytes)).toBe(true);
  expect((await there.stat(below(cloud, 'two'))).size).toBe(bytes.length);
});

test('a copy and a move within the cloud bring no byte home', async () => {
  const { engine, there, direct, cloud, proxy } = rig;
  await plant(direct, cloud, { docs: { a: 'a'.repeat(500_000), deep: { b: 'b' } } });
  const before = proxy.passed;
  const copied = await runToEnd(engine, specOf('copy', await sourcesIn(there, cloud), below(cloud, 'copied')));
  const moved = await runToEnd(engine, specOf('move', await sourcesIn(there, cloud, ['docs']), below(cloud, 'moved')));
  expect([...troubles(copied), ...troubles(moved)]).toEqual([]);
  expect(proxy.passed - before).toBeLessThan(30_000);
  const docs = { a: 'a'.repeat(500_000), deep: { b: 'b' } };
  expect(await treeOf(direct, cloud)).toEqual({ copied: { docs }, moved: { docs } });
});

test('a paused download goes on by range where it was', async () => {
  const { engine, there, direct, local, cloud, proxy } = rig;
  const bytes = noise(8_000_000, 3);
  await direct.write(below(cloud, 'big'), sourceOf(bytes), { taken: 'refuse' });
  engine.perform({ type: 'limit', bytesPerSecond: 8_000_000 });
  const spec = specOf('copy', await sourcesIn(there, cloud), local);
  const halfway = untilJob(engine, spec.id, ({ progress }) => progress.bytesDone > 4_000_000);
  engine.add(spec);
  await halfway;
  const paused = untilJob(engine, spec.id, ({ state }) => state === 'paused');
  engine.pause(spec.id);
  await paused;
  await engine.whenIdle();
  expect(await readdir(`${rig.root}/local`)).toEqual([expect.stringMatching(/^\.big\.u1partial-/)]);
  engine.perform({ type: 'limit', bytesPerSecond: null });
  const before = proxy.passed;
  const end = untilJob(engine, spec.id, hasEnded);
  engine.resume(spec.id);
  expect(troubles(await end)).toEqual([]);
  expect((await readFile(`${rig.root}/local/big`)).equals(bytes)).toBe(true);
  expect(await readdir(`${rig.root}/local`)).toEqual(['big']);
  expect(proxy.passed - before).toBeLessThan(5_000_000);
});

test('a part of content that changed meanwhile is not gone on with', async () => {
  const { engine, there, direct, local, cloud } = rig;
  await direct.write(below(cloud, 'big'), sourceOf(noise(4_000_000, 4)), { taken: 'refuse' });
  engine.perform({ type: 'limit', bytesPerSecond: 4_000_000 });
  const spec = specOf('copy', await sourcesIn(there, cloud), local);
  const halfway = untilJob(engine, spec.id, ({ progress }) => progress.bytesDone > 1_500_000);
  engine.add(spec);
  await halfway;
  engine.pause(spec.id);
  const other = noise(4_000_000, 5);
  await direct.write(below(cloud, 'big'), sourceOf(other), { taken: 'replace' });
  engine.perform({ type: 'limit', bytesPerSecond: null });
  const end = untilJob(engine, spec.id, hasEnded);
  engine.resume(spec.id);
  expect(troubles(await end)).toEqual([]);
  expect((await readFile(`${rig.root}/local/big`)).equals(other)).toBe(true);
  expect(await readdir(`${rig.root}/local`)).toEqual(['big']);
});

test('of a part that somebody else left only the rest is fetched; what is no beginning is fetched whole', async () => {
  const { engine, there, direct, local, cloud, proxy } = rig;
  const bytes = noise(4_000_000, 8);
  await direct.write(below(cloud, 'big'), sourceOf(bytes), { taken: 'refuse' });
  await writeFile(`${rig.root}/local/big`, bytes.subarray(0, 3_000_000));
  const before = proxy.passed;
  const first = await runToEnd(engine, specOf('copy', await sourcesIn(there, cloud), local, 'resume'));
  expect(troubles(first)).toEqual([]);
  expect((await readFile(`${rig.root}/local/big`)).equals(bytes)).toBe(true);
  expect(proxy.passed - before).toBeLessThan(1_100_000);

  await writeFile(`${rig.root}/local/big`, noise(3_000_000, 9));
  const second = await runToEnd(engine, specOf('copy', await sourcesIn(there, cloud), local, 'resume'));
  expect(troubles(second)).toEqual([]);
  expect((await readFile(`${rig.root}/local/big`)).equals(bytes)).toBe(true);

  // Longer than the whole it is no part, and it stays; nor does a cloud take the rest of a file.
  await writeFile(`${rig.root}/local/big`, noise(5_000_000, 9));
  const third = await runToEnd(engine, specOf('copy', await sourcesIn(there, cloud), local, 'resume'));
  expect(troubles(third)).toEqual(['/big skipped name-taken']);
  const up = await runToEnd(engine, specOf('copy', await sourcesIn(rig.here, local), cloud, 'resume'));
  expect(up.failures.map(({ outcome }) => outcome)).toEqual(['skipped']);
  expect((await readAll(direct, below(cloud, 'big'))).equals(bytes)).toBe(true);
  expect(await readdir(`${rig.root}/local`)).toEqual(['big']);
});

test('a cancelled download leaves nothing', async () => {
  const { engine, there, direct, local, cloud } = rig;
  await direct.write(below(cloud, 'big'), sourceOf(noise(4_000_000, 6)), { taken: 'refuse' });
  engine.perform({ type: 'limit', bytesPerSecond: 1_000_000 });
  const spec = specOf('copy', await sourcesIn(there, cloud), local);
  const halfway = untilJob(engine, spec.id, ({ progress }) => progress.bytesDone > 500_000);
  engine.add(spec);
  await halfway;
  const end = untilJob(engine, spec.id, hasEnded);
  engine.cancel(spec.id);
  expect((await end).state).toBe('cancelled');
  expect(await namesBelow(`${rig.root}/local`)).toEqual([]);
});

test('a limit on bandwidth is kept', async () => {
  const { engine, here, local, cloud } = rig;
  await writeFile(`${rig.root}/local/a`, noise(1_000_000, 7));
  engine.perform({ type: 'limit', bytesPerSecond: 1_000_000 });
  const start = performance.now();
  await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(performance.now() - start).toBeGreaterThan(800);
});

test('a small file takes one request up, and one more for all of its folder', async () => {
  const { engine, here, local, cloud, requests } = rig;
  await mkdir(`${rig.root}/local/many`);
  for (let index = 0; index < 50; index += 1) await writeFile(`${rig.root}/local/many/${index}`, `file ${index}`);
  await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  const puts = requests.filter((request) => request.startsWith('PUT testing/many/'));
  expect(puts).toHaveLength(50);
  expect(requests.length).toBeLessThanOrEqual(55);
});

test('a small file takes one request down', async () => {
  const { engine, there, direct, local, cloud, requests } = rig;
  await plant(direct, cloud, { many: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}`, 'x'])) });
  const sources = await sourcesIn(there, cloud);
  requests.length = 0;
  await runToEnd(engine, specOf('copy', sources, local));
  expect(requests.filter((request) => request.includes('many/'))).toHaveLength(50);
});
