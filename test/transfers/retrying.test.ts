import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import type { Job, TakenAnswer, TakenPolicy } from '../../source/domain/transfer.ts';
import { createTransferEngine, type JobEngine } from '../../source/transfers/engine.ts';
import { createJournal, readJournals, type Journal } from '../../source/transfers/journal.ts';
import { below, sourceOf } from '../contracts/fixtures.ts';
import { hasEnded, makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, troubles, untilJob, type Rig } from './rig.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'u1-retrying-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function journalHere(): Journal {
  return createJournal(folder, Date.now, (error) => {
    throw error;
  });
}

/** `a`, `b` and `c` stand on both sides, `d` only here. */
async function makeConflicts(options: Parameters<typeof makeRig>[0] = {}): Promise<Rig> {
  const rig = await makeRig(options);
  await plant(rig.here, rig.local, { a: 'new a', b: 'new b', c: 'new c', d: 'new d' });
  await plant(rig.there, rig.cloud, { a: 'old', b: 'old', c: 'old' });
  return rig;
}

async function copyAll({ here, local, cloud }: Rig, taken: TakenPolicy) {
  return specOf('copy', await sourcesIn(here, local), cloud, taken);
}

/** Answers each question of the engine in turn; gives back the names that were asked about. */
function answering(engine: JobEngine, answers: readonly TakenAnswer[]): readonly string[] {
  const asked: string[] = [];
  const ids = new Set<string>();
  engine.subscribe(({ question }) => {
    if (question === null || ids.has(question.id)) return;
    ids.add(question.id);
    const answer = answers[asked.length];
    asked.push(question.source.entry.name);
    if (answer !== undefined) engine.answer(question.id, answer);
  });
  return asked;
}

async function retried(engine: JobEngine, job: Job): Promise<Job> {
  const end = untilJob(engine, job.spec.id, hasEnded);
  engine.retry(job.spec.id);
  return end;
}

const skipOne: TakenAnswer = { choice: 'skip', forAll: false };
const skipAll: TakenAnswer = { choice: 'skip', forAll: true };
const overwriteOne: TakenAnswer = { choice: 'overwrite', forAll: false };
const overwriteAll: TakenAnswer = { choice: 'overwrite', forAll: true };
const ALL_NEW = { a: 'new a', b: 'new b', c: 'new c', d: 'new d' };

test('what was skipped for all is asked about again, one by one', async () => {
  const rig = await makeConflicts();
  const asked = answering(rig.engine, [skipAll, overwriteOne, skipOne, overwriteOne]);
  const job = await runToEnd(rig.engine, await copyAll(rig, 'ask'));
  expect(job).toMatchObject({ state: 'done', progress: { filesDone: 1, filesTotal: 4 } });
  expect(job.failures.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped']);
  const again = await retried(rig.engine, job);
  expect(asked).toHaveLength(4);
  expect(again).toMatchObject({ state: 'done', progress: { filesDone: 3, filesTotal: 4 } });
  expect(troubles(again)).toEqual([`/home/${asked[2]} skipped name-taken`]);
  expect(Object.values(await treeOf(rig.there, rig.cloud)).filter((content) => content === 'old')).toHaveLength(1);
});

test.each(['skip', 'newer'] as const)(
  'what the policy %s left out is asked about when it is tried again',
  async (taken) => {
    const rig = await makeConflicts();
    const asked = answering(rig.engine, [overwriteAll]);
    const job = await runToEnd(rig.engine, await copyAll(rig, taken));
    expect(troubles(job)).toEqual([
      '/home/a skipped name-taken',
      '/home/b skipped name-taken',
      '/home/c skipped name-taken',
    ]);
    expect(asked).toEqual([]);
    expect(await retried(rig.engine, job)).toMatchObject({ state: 'done', failures: [], progress: { filesDone: 4 } });
    expect(asked).toHaveLength(1);
    expect(await treeOf(rig.there, rig.cloud)).toEqual(ALL_NEW);
  },
);

test('one that a person skipped is asked about again, though the rest was to be overwritten', async () => {
  const rig = await makeConflicts();
  const asked = answering(rig.engine, [skipOne, overwriteAll]);
  const job = await runToEnd(rig.engine, await copyAll(rig, 'ask'));
  const asking = untilJob(rig.engine, job.spec.id, ({ state }) => state === 'asking');
  rig.engine.retry(job.spec.id);
  expect((await asking).question?.source.entry.name).toBe(asked[0]);
  expect((await treeOf(rig.there, rig.cloud))[asked[0] ?? '']).toBe('old');
});

test('failed and skipped ones are tried together; what failed keeps the rule it had', async () => {
  const rig = await makeConflicts({ filesAtOnce: 1 });
  const asked = answering(rig.engine, [skipOne, overwriteAll, overwriteOne]);
  rig.here.before = (call, { path }) => {
    if (call === 'read' && path.endsWith('/c')) throw new AppError('permission-denied', 'no');
  };
  const job = await runToEnd(rig.engine, await copyAll(rig, 'ask'));
  expect(job.state).toBe('failed');
  expect(troubles(job)).toEqual(['/home/a skipped name-taken', '/home/c failed permission-denied']);
  rig.here.before = null;
  expect(await retried(rig.engine, job)).toMatchObject({ state: 'done', failures: [] });
  expect(asked).toEqual(['a', 'b', 'a']);
  expect(await treeOf(rig.there, rig.cloud)).toEqual(ALL_NEW);
});

test('a job that moved all but what was skipped takes its folders away once that has gone too', async () => {
  const rig = await makeRig();
  await plant(rig.here, rig.local, { docs: { a: 'new', b: 'b' } });
  await plant(rig.there, rig.cloud, { docs: { a: 'old' } });
  const spec = specOf('move', await sourcesIn(rig.here, rig.local), rig.cloud, 'skip');
  const job = await runToEnd(rig.engine, spec);
  expect(await treeOf(rig.here, rig.local)).toEqual({ docs: { a: 'new' } });
  answering(rig.engine, [overwriteOne]);
  expect(await retried(rig.engine, job)).toMatchObject({ state: 'done', failures: [] });
  expect(await treeOf(rig.here, rig.local)).toEqual({});
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ docs: { a: 'new', b: 'b' } });
});

test('what could not be copied for what it is, is looked at again, and asks nothing', async () => {
  const rig = await makeRig();
  await plant(rig.there, rig.cloud, { a: 'a', b: 'b' });
  const sources = await sourcesIn(rig.there, rig.cloud);
  // The cloud lists a file that was made and never filled without a size.
  const unfilled = sources.map(({ location, entry }) => ({ location, entry: { ...entry, size: null } }));
  const job = await runToEnd(rig.engine, specOf('copy', unfilled, rig.local, 'fail'));
  expect(troubles(job)).toEqual(['/a skipped unsupported', '/b skipped unsupported']);
  expect(await retried(rig.engine, job)).toMatchObject({ state: 'done', failures: [], progress: { filesDone: 2 } });
  expect(await treeOf(rig.here, rig.local)).toEqual({ a: 'a', b: 'b' });
});

test('a job with nothing left out is not run again', async () => {
  const rig = await makeRig();
  await plant(rig.here, rig.local, { a: 'a' });
  const job = await runToEnd(rig.engine, await copyAll(rig, 'fail'));
  const { length } = rig.reports;
  rig.engine.retry(job.spec.id);
  rig.engine.perform({ type: 'retry-all' });
  expect(rig.reports.slice(length).map(({ state }) => state)).toEqual(['done', 'done']);
});

test('a job that is done but for what it skipped leaves nothing to the next program', async () => {
  const journal = journalHere();
  const rig = await makeConflicts({ journal });
  await runToEnd(rig.engine, await copyAll(rig, 'skip'));
  rig.engine.close();
  await journal.settled();
  expect(await readJournals(folder)).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test('killed while it tries again what was skipped, a job goes on from there and asks for that alone', async () => {
  const rig = await makeConflicts({ journal: journalHere() });
  const job = await runToEnd(rig.engine, await copyAll(rig, 'skip'));
  const asking = untilJob(rig.engine, job.spec.id, ({ state }) => state === 'asking');
  rig.engine.retry(job.spec.id);
  await asking;
  // No call of the dead program comes to anything any more.
  const [past, ...others] = await readJournals(folder);
  rig.engine.close();
  expect(others).toEqual([]);
  if (past === undefined) throw new Error('nothing was written down');
  const engine = createTransferEngine({ storeFor: rig.storeFor, journal: journalHere() });
  const asked = answering(engine, [overwriteOne, overwriteOne, skipOne]);
  engine.restore(past);
  expect(engine.jobs()[0]).toMatchObject({ state: 'paused', failures: [] });
  const end = untilJob(engine, job.spec.id, hasEnded);
  engine.resume(job.spec.id);
  const ended = await end;
  expect([...asked].sort()).toEqual(['a', 'b', 'c']);
  expect(ended).toMatchObject({ state: 'done', progress: { filesDone: 3, filesTotal: 4 } });
  expect(troubles(ended)).toEqual([`/home/${asked[2]} skipped name-taken`]);
});

test('a job that goes on does not ask again for what was skipped, and tells nothing twice', async () => {
  const rig = await makeConflicts({ journal: journalHere(), filesAtOnce: 1 });
  const asked = answering(rig.engine, [skipOne, overwriteOne]);
  rig.here.before = (call, { path }) => {
    if (call === 'read' && path.endsWith('/d')) throw new AppError('permission-denied', 'no');
  };
  const spec = await copyAll(rig, 'ask');
  const third = untilJob(
    rig.engine,
    spec.id,
    ({ question, failures }) => question?.source.entry.name === 'c' && failures.length === 2,
  );
  rig.engine.add(spec);
  expect(troubles(await third)).toEqual(['/home/a skipped name-taken', '/home/d failed permission-denied']);
  expect(asked).toEqual(['a', 'b', 'c']);
  const pasts = await readJournals(folder);
  rig.engine.close();
  rig.here.before = null;
  const engine = createTransferEngine({ storeFor: rig.storeFor, journal: journalHere() });
  const askedAgain = answering(engine, [overwriteOne]);
  for (const past of pasts) engine.restore(past);
  const end = untilJob(engine, spec.id, hasEnded);
  engine.resume(spec.id);
  const ended = await end;
  expect(askedAgain).toEqual(['c']);
  expect(troubles(ended)).toEqual(['/home/a skipped name-taken']);
  expect(ended).toMatchObject({ state: 'done', progress: { filesDone: 3, filesTotal: 4 } });
});

test('what failed and has gone since is told no more', async () => {
  const rig = await makeRig({ journal: journalHere() });
  await plant(rig.here, rig.local, { docs: { a: 'a', b: 'b' } });
  rig.here.before = (call, { path }) => {
    if (call === 'read' && path.endsWith('/b')) throw new AppError('permission-denied', 'no');
  };
  const job = await runToEnd(rig.engine, await copyAll(rig, 'fail'));
  rig.engine.close();
  rig.here.before = null;
  await rig.here.remove(below(rig.local, 'docs', 'b'));
  const engine = createTransferEngine({ storeFor: rig.storeFor, journal: journalHere() });
  for (const past of await readJournals(folder)) engine.restore(past);
  expect(await retried(engine, job)).toMatchObject({ state: 'done', failures: [], progress: { filesDone: 1 } });
});

test('a target that changes while its file is tried again is not overwritten', async () => {
  const rig = await makeConflicts();
  const job = await runToEnd(rig.engine, await copyAll(rig, 'skip'));
  const asking = untilJob(rig.engine, job.spec.id, ({ state }) => state === 'asking');
  rig.engine.retry(job.spec.id);
  const { question } = await asking;
  const name = question?.source.entry.name ?? '';
  await rig.there.write(below(rig.cloud, name), sourceOf('somebody else'), { taken: 'replace' });
  const told = untilJob(rig.engine, job.spec.id, ({ failures }) => failures.length > 0);
  rig.engine.answer(question?.id ?? '', overwriteOne);
  expect(troubles(await told)).toEqual([`/home/${name} failed changed`]);
});
