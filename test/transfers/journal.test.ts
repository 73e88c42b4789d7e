import { createHash } from 'node:crypto';
import { link, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert as holds, asyncProperty, constantFrom, integer, nat } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { childOf, localLocation } from '../../source/domain/location.ts';
import type { JobSpec } from '../../source/domain/transfer.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { FIRST } from '../../source/transfers/adaptive-limit.ts';
import { createTransferEngine } from '../../source/transfers/engine.ts';
import { createJournal, journalPath, readJournals, type Journal } from '../../source/transfers/journal.ts';
import { readJournal, toJournalLine, type JournalRecord } from '../../source/transfers/journal-record.ts';
import { hasEnded, makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, untilJob, type Rig, type Tree } from './rig.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'u1-journal-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function journalIn(path: string): Journal {
  return createJournal(path, Date.now, (error) => {
    throw error;
  });
}

const SPEC: JobSpec = { id: 'job', kind: 'copy', sources: [], target: null, taken: 'ask' };
const FAILURE = {
  location: { side: 'local', path: '/x\udc80' },
  outcome: 'failed',
  error: { code: 'permission-denied', message: 'no' },
} as const;
const RECORDS: readonly JournalRecord[] = [
  { type: 'job', version: 1, at: 7, spec: SPEC },
  { type: 'open', from: '/a/é\udcff\n', to: { side: 'local', path: '/b' } },
  { type: 'open', from: '/c', to: null },
  { type: 'done', from: '/a/é\udcff\n' },
  { type: 'policy', policy: 'skip' },
  { type: 'left-out', failure: FAILURE },
  { type: 'end', state: 'failed' },
];

test('a journal reads back to what was written', () => {
  const past = readJournal(Buffer.from(RECORDS.map(toJournalLine).join('')));
  expect(past).toEqual({
    spec: SPEC,
    at: 7,
    done: new Set(['/a/é\udcff\n']),
    opened: new Map([['/c', null]]),
    failures: [FAILURE],
    policy: 'skip',
    end: 'failed',
  });
});

test('cut at any byte a journal reads back to the records that are whole', () => {
  const lines = RECORDS.map(toJournalLine);
  const bytes = Buffer.from(lines.join(''));
  const firstLine = Buffer.byteLength(lines[0] ?? '') - 1;
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    let whole = 0;
    for (let used = 0; whole < lines.length; whole += 1) {
      used += Buffer.byteLength(lines[whole] ?? '');
      if (used > cut) break;
    }
    const expected = readJournal(Buffer.from(lines.slice(0, whole).join('')));
    expect(readJournal(bytes.subarray(0, cut))).toEqual(expected);
    // What is written after the cut is read as well.
    const goneOn = Buffer.concat([
      bytes.subarray(0, cut),
      Buffer.from(`\n${toJournalLine({ type: 'done', from: '/z' })}`),
    ]);
    expect(readJournal(goneOn)?.done.has('/z')).toBe(cut >= firstLine ? true : undefined);
  }
});

test('what failed before a retry is not told any more after it', () => {
  const records: JournalRecord[] = [...RECORDS, { type: 'again' }];
  expect(readJournal(Buffer.from(records.map(toJournalLine).join('')))).toMatchObject({ failures: [], end: null });
});

test('a job that is done leaves no journal, one that failed keeps it until it is forgotten', async () => {
  const rig = await makeRig({ journal: journalIn(folder) });
  await plant(rig.here, rig.local, { a: 'a', b: 'b' });
  await runToEnd(rig.engine, specOf('copy', await sourcesIn(rig.here, rig.local, ['a']), rig.cloud));
  await untilEmpty(folder);
  rig.here.before = (call) => {
    if (call === 'read') throw new AppError('permission-denied', 'no');
  };
  const failed = await runToEnd(rig.engine, specOf('copy', await sourcesIn(rig.here, rig.local, ['b']), rig.cloud));
  expect((await readJournals(folder)).map(({ spec, end }) => [spec.id, end])).toEqual([[failed.spec.id, 'failed']]);
  rig.engine.perform({ type: 'forget', jobId: failed.spec.id });
  await untilEmpty(folder);
  expect(rig.engine.jobs().map((job) => job.state)).toEqual(['done']);
});

test('a failed job can be tried again after a new start', async () => {
  const rig = await makeRig({ journal: journalIn(folder) });
  await plant(rig.here, rig.local, { a: 'a', b: 'b' });
  rig.here.before = (call, { path }) => {
    if (call === 'read' && path.endsWith('b')) throw new AppError('permission-denied', 'no');
  };
  await runToEnd(rig.engine, specOf('copy', await sourcesIn(rig.here, rig.local), rig.cloud));
  rig.engine.close();
  rig.here.before = null;
  const engine = createTransferEngine({ storeFor: rig.storeFor, journal: journalIn(folder) });
  for (const past of await readJournals(folder)) engine.restore(past);
  const [job] = engine.jobs();
  expect(job).toMatchObject({ state: 'failed', failures: [{ outcome: 'failed' }] });
  const end = untilJob(engine, job?.spec.id ?? '', ({ state }) => state === 'done');
  engine.retry(job?.spec.id ?? '');
  expect((await end).failures).toEqual([]);
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ a: 'a', b: 'b' });
});

test('a job that cannot be written down is done all the same, and that is told', async () => {
  const told: unknown[] = [];
  const journal = createJournal(join(folder, 'missing'), Date.now, (error) => told.push(error));
  const { engine, here, there, local, cloud } = await makeRig({ journal });
  await plant(here, local, { a: 'a' });
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(job.state).toBe('done');
  expect(told.length).toBeGreaterThan(0);
  expect(await treeOf(there, cloud)).toEqual({ a: 'a' });
});

const TREE: Tree = {
  a: 'aaa',
  empty: {},
  taken: 'from here',
  docs: { b: 'bb', taken: 'from here too', deep: { c: 'c', d: 'x'.repeat(200_000) } },
};
const STANDING: Tree = { taken: 'was there', docs: { taken: 'was there too', old: 'old' } };

test('killed at any moment, a job goes on and ends as if nothing had happened', async () => {
  const kind = constantFrom('copy', 'move' as const);
  const policy = constantFrom('overwrite', 'skip', 'keep-both' as const);
  await holds(
    asyncProperty(kind, policy, integer({ min: 1, max: 120 }), nat(400), async (kind, taken, calls, cut) => {
      const expected = await outcomeOf(kind, taken, null, 0);
      expect(await outcomeOf(kind, taken, calls, cut)).toEqual(expected);
    }),
    { numRuns: 120 },
  );
}, 120_000);

/**
 * Both trees after the job. With `calls`, the program dies at that call to a store, never to return from it; the last
 * `cut` bytes of the journal are lost with it, as far as they tell of what was done and not of what was begun.
 */
async function outcomeOf(kind: 'copy' | 'move', taken: JobSpec['taken'], calls: number | null, cut: number) {
  const path = await mkdtemp(join(folder, 'run-'));
  const rig = await makeRig({ journal: journalIn(path), filesAtOnce: 3 });
  await plant(rig.here, rig.local, TREE);
  await plant(rig.there, rig.cloud, STANDING);
  const spec = specOf(kind, await sourcesIn(rig.here, rig.local), rig.cloud, taken);
  const end = untilJob(rig.engine, spec.id, hasEnded);
  const death = dieAt(rig, calls);
  rig.engine.add(spec);
  const isDead = await Promise.race([end.then(() => false), death.happened.then(() => true)]);
  rig.engine.close();
  death.bury();
  if (!isDead) return { here: await treeOf(rig.here, rig.local), there: await treeOf(rig.there, rig.cloud) };
  await loseDoneRecords(journalPath(path, spec.id), cut);
  const engine = createTransferEngine({ storeFor: rig.storeFor, journal: journalIn(path) });
  for (const past of await readJournals(path)) {
    const goneOn = untilJob(engine, past.spec.id, hasEnded);
    engine.restore(past);
    engine.resume(past.spec.id);
    expect((await goneOn).failures.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  }
  return { here: await treeOf(rig.here, rig.local), there: await treeOf(rig.there, rig.cloud) };
}

/** From that call on no call returns, as with a killed program; `bury` gives the stores to the next life. */
function dieAt(rig: Rig, calls: number | null): { readonly happened: Promise<void>; readonly bury: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = calls ?? Infinity;
  const before = async (): Promise<void> => {
    left -= 1;
    if (left > 0) return;
    resolve();
    await new Promise(() => undefined);
  };
  rig.here.before = before;
  rig.there.before = before;
  const bury = (): void => {
    rig.here.before = null;
    rig.there.before = null;
  };
  return { happened: promise, bury };
}

/** Cuts up to so many bytes off the end, but never what was written before acting. */
async function loseDoneRecords(path: string, cut: number): Promise<void> {
  const bytes = await readFile(path);
  const lastOpen = bytes.lastIndexOf('"type":"open"');
  const keep = bytes.indexOf('\n', Math.max(0, lastOpen)) + 1;
  await truncate(path, Math.max(keep, bytes.length - cut));
}

test('killed between the two steps that give a file its name, a job leaves no second name behind', async () => {
  const store = createLocalStore();
  const [from, to] = [localLocation(join(folder, 'from')), localLocation(join(folder, 'to'))];
  await plant(store, from, { a: 'whole' });
  await plant(store, to, {});
  const spec = specOf('copy', await sourcesIn(store, from), to, 'fail');
  const tag = createHash('sha1').update(`${spec.id}\n${from.path}/a`).digest('hex').slice(0, 12);
  // As it stands after the link and before the unlink.
  await writeFile(join(to.path, `.a.u1partial-${tag}`), 'whole');
  await link(join(to.path, `.a.u1partial-${tag}`), join(to.path, 'a'));
  const opened = new Map([[`${from.path}/a`, childOf(to, 'a')]]);
  const engine = createTransferEngine({ storeFor: () => store });
  const end = untilJob(engine, spec.id, hasEnded);
  engine.restore({ spec, at: 0, done: new Set(), opened, failures: [], policy: null, end: null });
  engine.resume(spec.id);
  expect((await end).state).toBe('done');
  expect(await readdir(to.path)).toEqual(['a']);
});

async function untilEmpty(path: string): Promise<void> {
  while ((await readdir(path)).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a journal of a job that is over is cleared away', async () => {
  await writeFile(
    join(folder, 'x.jsonl'),
    RECORDS.slice(0, 1).map(toJournalLine).join('') + '{"type":"end","state":"done"}\n',
  );
  expect(await readJournals(folder)).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test('a journal of which not even the job is there is cleared away', async () => {
  await writeFile(join(folder, 'x.jsonl'), '{"type":"job","ver');
  expect(await readJournals(folder)).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test('a job that is written down is looked after from its start: more files go at once where that helps', async () => {
  const { engine, here, local, cloud } = await makeRig({ journal: journalIn(folder) });
  const big = 'x'.repeat(70_000);
  await plant(here, local, Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}`, big])));
  const isMore = Promise.withResolvers<void>();
  let open = 0;
  here.before = async (call) => {
    if (call !== 'read') return;
    open += 1;
    // As many as there may be at first, and one more.
    if (open === FIRST + 1) isMore.resolve();
    await isMore.promise;
  };
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(job.state).toBe('done');
  expect(open).toBe(20);
});

test('jobs that are being written down have their places: no other is taken up in one of them', async () => {
  const journal = journalIn(folder);
  const isWritten = Promise.withResolvers<void>();
  let taken = 0;
  const slow: Journal = {
    ...journal,
    async begin(spec) {
      taken += 1;
      await isWritten.promise;
      return journal.begin(spec);
    },
  };
  const { engine, here, local, cloud } = await makeRig({ journal: slow });
  await plant(here, local, { a: 'a', b: 'b', c: 'c', d: 'd', e: 'e' });
  for (const source of await sourcesIn(here, local)) engine.add(specOf('copy', [source], cloud));
  // As many jobs as go on at once.
  expect(taken).toBe(3);
  isWritten.resolve();
  await engine.whenIdle();
  expect(taken).toBe(5);
});

test('a job that is cancelled and forgotten while it is being written down is told no more', async () => {
  const journal = journalIn(folder);
  const isWritten = Promise.withResolvers<void>();
  const slow: Journal = {
    ...journal,
    async begin(spec) {
      await isWritten.promise;
      return journal.begin(spec);
    },
  };
  const { engine, here, local, cloud, reports } = await makeRig({ journal: slow });
  await plant(here, local, { a: 'a' });
  engine.add(specOf('copy', await sourcesIn(here, local), cloud));
  engine.perform({ type: 'cancel-all' });
  engine.perform({ type: 'forget-ended' });
  expect(engine.jobs()).toEqual([]);
  const { length } = reports;
  isWritten.resolve();
  await untilEmpty(folder);
  // Written down late, it is over all the same.
  await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud));
  expect(reports.slice(length).map(({ state }) => state)).not.toContain('cancelled');
});
