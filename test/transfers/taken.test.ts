import { expect, test } from 'vitest';
import type { TakenPolicy } from '../../source/domain/transfer.ts';
import { otherName } from '../../source/transfers/taken.ts';
import { below, sourceOf } from '../contracts/fixtures.ts';
import { hasEnded, makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, troubles, untilJob, type Rig } from './rig.ts';

/** The same name on both sides; the one here is a day younger unless said otherwise. */
async function makeConflict({ hereIsNewer = true } = {}): Promise<Rig> {
  const rig = await makeRig();
  const write = async (store: Rig['here'], folder: Rig['local'], content: string, day: number): Promise<void> => {
    const source = sourceOf(content, { modifiedAt: 1_400_000_000_000 + day * 86_400_000 });
    await store.write(below(folder, 'a.txt'), source, { taken: 'refuse' });
  };
  await write(rig.here, rig.local, 'from here', hereIsNewer ? 1 : 0);
  await write(rig.there, rig.cloud, 'was there', hereIsNewer ? 0 : 1);
  return rig;
}

async function copyWith(policy: TakenPolicy, rig: Rig) {
  return runToEnd(rig.engine, specOf('copy', await sourcesIn(rig.here, rig.local), rig.cloud, policy));
}

test('overwrite takes the place', async () => {
  const rig = await makeConflict();
  expect((await copyWith('overwrite', rig)).state).toBe('done');
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ 'a.txt': 'from here' });
});

test('fail leaves what is there and says so', async () => {
  const rig = await makeConflict();
  const job = await copyWith('fail', rig);
  expect(job.state).toBe('failed');
  expect(troubles(job)).toEqual(['/home/a.txt failed name-taken']);
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ 'a.txt': 'was there' });
});

test('skip leaves what is there, lists it, and is no failure', async () => {
  const rig = await makeConflict();
  const job = await copyWith('skip', rig);
  expect(job.state).toBe('done');
  expect(troubles(job)).toEqual(['/home/a.txt skipped name-taken']);
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ 'a.txt': 'was there' });
});

test('keep both finds a name of its own', async () => {
  const rig = await makeConflict();
  await plant(rig.there, rig.cloud, { 'a (2).txt': 'also there' });
  expect((await copyWith('keep-both', rig)).state).toBe('done');
  expect(await treeOf(rig.there, rig.cloud)).toEqual({
    'a.txt': 'was there',
    'a (2).txt': 'also there',
    'a (3).txt': 'from here',
  });
});

test.each([
  [true, 'from here'],
  [false, 'was there'],
])('newer only overwrites what is older (newer here: %s)', async (hereIsNewer, expected) => {
  const rig = await makeConflict({ hereIsNewer });
  expect((await copyWith('newer', rig)).state).toBe('done');
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ 'a.txt': expected });
});

test.each(['ask', 'overwrite', 'skip', 'newer', 'keep-both', 'fail'] as const)(
  'the same content is there already, whatever the policy (%s), and no byte goes',
  async (policy) => {
    const { engine, here, there, local, cloud } = await makeRig();
    await plant(there, cloud, { a: 'same', b: 'same' });
    await plant(here, local, { dest: { a: 'same' } });
    const job = await runToEnd(
      engine,
      specOf('copy', await sourcesIn(there, cloud, ['a']), below(local, 'dest'), policy),
    );
    expect(job).toMatchObject({ state: 'done', failures: [] });
    expect(job.progress).toMatchObject({ filesDone: 1, filesUnchanged: 1, bytesDone: 0, bytesTotal: 0 });
    expect(await treeOf(here, local)).toEqual({ dest: { a: 'same' } });
  },
);

test('a folder in the way of a file is never replaced', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  await plant(here, local, { a: 'file' });
  await plant(there, cloud, { a: { precious: 'yes' } });
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud, 'overwrite'));
  expect(troubles(job)).toEqual(['/home/a failed not-a-file']);
  expect(await treeOf(there, cloud)).toEqual({ a: { precious: 'yes' } });
});

test('a question shows both sides and does not stop the other files', async () => {
  const { engine, here, there, local, cloud } = await makeRig({ filesAtOnce: 1 });
  await plant(here, local, { a: 'new a', b: 'b', docs: { c: 'c' } });
  await plant(there, cloud, { a: 'old' });
  const spec = specOf('copy', await sourcesIn(here, local), cloud, 'ask');
  const othersDone = untilJob(engine, spec.id, (job) => job.state === 'asking' && job.progress.filesDone === 2);
  engine.add(spec);
  const { question } = await othersDone;
  expect(question).toMatchObject({
    jobId: spec.id,
    source: { entry: { name: 'a', size: 5 } },
    target: { entry: { name: 'a', size: 3 } },
    sameContent: false,
  });
  expect(await treeOf(there, cloud)).toEqual({ a: 'old', b: 'b', docs: { c: 'c' } });
  const end = untilJob(engine, spec.id, hasEnded);
  engine.answer(question?.id ?? '', { choice: 'overwrite', forAll: false });
  expect((await end).state).toBe('done');
  expect(await treeOf(there, cloud)).toEqual({ a: 'new a', b: 'b', docs: { c: 'c' } });
});

test('an answer for all goes for the rest of the job, an answer for one is asked again', async () => {
  const { engine, here, there, local, cloud } = await makeRig();
  const names = ['a', 'b', 'c', 'd'];
  await plant(here, local, Object.fromEntries(names.map((name) => [name, `new ${name}`])));
  await plant(there, cloud, Object.fromEntries(names.map((name) => [name, 'old'])));
  const spec = specOf('copy', await sourcesIn(here, local), cloud, 'ask');
  const asked: string[] = [];
  const end = untilJob(engine, spec.id, hasEnded);
  engine.subscribe(({ question }) => {
    if (question === null || asked.includes(question.id)) return;
    asked.push(question.id);
    engine.answer(
      question.id,
      asked.length === 1 ? { choice: 'skip', forAll: false } : { choice: 'keep-both', forAll: true },
    );
  });
  engine.add(spec);
  const job = await end;
  expect(job.failures).toHaveLength(1);
  expect(asked).toHaveLength(2);
  expect(Object.keys(await treeOf(there, cloud))).toHaveLength(7);
});

test('a target that changes after the question was answered is not overwritten', async () => {
  const rig = await makeConflict();
  const { engine, here, there, local, cloud } = rig;
  const spec = specOf('copy', await sourcesIn(here, local), cloud, 'ask');
  const asking = untilJob(engine, spec.id, (job) => job.state === 'asking');
  engine.add(spec);
  const { question } = await asking;
  await there.write(below(cloud, 'a.txt'), sourceOf('somebody else'), { taken: 'replace' });
  const end = untilJob(engine, spec.id, hasEnded);
  engine.answer(question?.id ?? '', { choice: 'overwrite', forAll: false });
  expect(troubles(await end)).toEqual(['/home/a.txt failed changed']);
  expect(await treeOf(there, cloud)).toEqual({ 'a.txt': 'somebody else' });
});

test.each([
  ['report.pdf', 'report (2).pdf'],
  ['README', 'README (2)'],
  ['.profile', '.profile (2)'],
  ['a.tar.gz', 'a.tar (2).gz'],
])('the other name of %s is %s', (name, expected) => {
  expect(otherName(name, () => false)).toBe(expected);
});
