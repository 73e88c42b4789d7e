import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileStore } from '../../source/domain/file-store.ts';
import { localLocation, type Location } from '../../source/domain/location.ts';
import type { Job } from '../../source/domain/transfer.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { createTransferEngine, type JobEngine } from '../../source/transfers/engine.ts';
import type { UndoAtOnce } from '../../source/domain/undo.ts';
import { undo, undoOfJob, undoWords } from '../../source/transfers/undo.ts';
import { codeOf, sourceOf } from '../contracts/fixtures.ts';
import { hasEnded, makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, troubles, untilJob } from './rig.ts';

let root: string;
let store: FileStore;
let engine: JobEngine;
const { signal } = new AbortController();
const NOW = Date.UTC(2014, 5, 1, 12);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'u1-undo-'));
  await mkdir(`${root}/share`);
  await mkdir(`${root}/work`);
  store = createLocalStore({ trash: { dataHome: `${root}/share`, userId: 1000, now: () => NOW } });
  engine = createTransferEngine({ storeFor: () => store });
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

function trashOf(job: Job): UndoAtOnce | null {
  const record = undoOfJob(job);
  return record?.kind === 'trash' ? record : null;
}

function at(name: string): Location {
  return localLocation(`${root}/work/${name}`);
}

test('a local delete goes to the trash, and an undo brings all of it back', async () => {
  const tree = { 'a b\udcff': 'a', docs: { c: 'c' } };
  await plant(store, localLocation(`${root}/work`), tree);
  const spec = { ...specOf('delete', await sourcesIn(store, localLocation(`${root}/work`)), null), toTrash: true };
  const job = await runToEnd(engine, spec);
  expect(troubles(job)).toEqual([]);
  expect(await readdir(`${root}/work`)).toEqual([]);
  const infos = await readdir(`${root}/share/Trash/info`, { encoding: 'latin1' });
  expect(infos.sort()).toEqual(['a b\xff.trashinfo', 'docs.trashinfo']);
  expect(await readFile(`${root}/share/Trash/info/docs.trashinfo`, 'utf8')).toMatch(
    /^\[Trash Info\]\nPath=\S+\/work\/docs\nDeletionDate=2014-06-01T\d\d:00:00\n$/,
  );
  const record = trashOf(job);
  expect(record === null ? '' : undoWords(record)).toBe('Take 2 out of the trash');
  if (record !== null) await undo(record, () => store, signal);
  expect(await treeOf(store, localLocation(`${root}/work`))).toEqual(tree);
  expect(await readdir(`${root}/share/Trash/info`)).toEqual([]);
});

test('two of one name lie beside each other in the trash, and come back apart', async () => {
  const records: (UndoAtOnce | null)[] = [];
  for (const content of ['first', 'second']) {
    await writeFile(`${root}/work/a`, content);
    const sources = await sourcesIn(store, localLocation(`${root}/work`));
    records.push(trashOf(await runToEnd(engine, { ...specOf('delete', sources, null), toTrash: true })));
  }
  expect((await readdir(`${root}/share/Trash/files`)).sort()).toEqual(['a', 'a.2']);
  const [first, second] = records;
  if (first !== null && first !== undefined) await undo(first, () => store, signal);
  expect(await readFile(`${root}/work/a`, 'utf8')).toBe('first');
  expect(second === null || second === undefined ? '' : await codeOf(undo(second, () => store, signal))).toBe(
    'name-taken',
  );
  expect(await readFile(`${root}/work/a`, 'utf8')).toBe('first');
});

test('what changed since it was seen does not go to the trash', async () => {
  await writeFile(`${root}/work/a`, 'seen');
  const sources = await sourcesIn(store, localLocation(`${root}/work`));
  await writeFile(`${root}/work/a`, 'changed since');
  const job = await runToEnd(engine, { ...specOf('delete', sources, null), toTrash: true });
  expect(troubles(job)).toEqual([`${root}/work/a failed changed`]);
});

test('where there is no trash, a delete deletes', async () => {
  const bare = createLocalStore({ trash: { dataHome: `${root}/none`, userId: 1000, now: () => NOW } });
  await writeFile(`${root}/share/.Trash-1000`, 'in the way of a trash');
  await writeFile(`${root}/work/a`, 'a');
  const other = createTransferEngine({ storeFor: () => createLocalStore() });
  const job = await runToEnd(other, {
    ...specOf('delete', await sourcesIn(bare, localLocation(`${root}/work`)), null),
    toTrash: true,
  });
  expect(job.trashed).toBeUndefined();
  expect(await readdir(`${root}/work`)).toEqual([]);
});

test('a move is taken back unless it changed or its old name is taken', async () => {
  await writeFile(`${root}/work/a`, 'a');
  const moved = await store.move(at('a'), at('b'));
  const record: UndoAtOnce = { kind: 'move', from: at('a'), to: at('b'), identity: moved.identity };
  await writeFile(`${root}/work/a`, 'newer');
  expect(await codeOf(undo(record, () => store, signal))).toBe('name-taken');
  await rm(`${root}/work/a`);
  await undo(record, () => store, signal);
  expect(await readdir(`${root}/work`)).toEqual(['a']);
});

test('a new folder is taken back while it is empty', async () => {
  const made = await store.makeFolder(at('new'));
  const record: UndoAtOnce = { kind: 'make-folder', at: at('new'), identity: made.identity };
  await writeFile(`${root}/work/new/a`, 'a');
  expect(await codeOf(undo(record, () => store, signal))).toBe('changed');
  await rm(`${root}/work/new/a`);
  await undo(record, () => store, signal);
  expect(await readdir(`${root}/work`)).toEqual([]);
});

test('a delete that is held can be called back, and then nothing is deleted', async () => {
  const rig = await makeRig();
  await plant(rig.there, rig.cloud, { a: 'a' });
  const spec = { ...specOf('delete', await sourcesIn(rig.there, rig.cloud), null), holdFor: 60_000 };
  const end = untilJob(rig.engine, spec.id, hasEnded);
  rig.engine.add(spec);
  expect(rig.engine.jobs()[0]?.state).toBe('waiting');
  rig.engine.cancel(spec.id);
  expect((await end).state).toBe('cancelled');
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ a: 'a' });
});

test('a delete that is held and not called back is done', async () => {
  const rig = await makeRig();
  await plant(rig.there, rig.cloud, { a: 'a', b: 'b' });
  const held = { ...specOf('delete', await sourcesIn(rig.there, rig.cloud, ['a']), null), holdFor: 50 };
  const end = untilJob(rig.engine, held.id, hasEnded);
  rig.engine.add(held);
  await rig.there.write(rig.cloud.side === 'cloud' ? { ...rig.cloud, path: '/c' } : rig.cloud, sourceOf('c'), {
    taken: 'refuse',
  });
  expect((await end).state).toBe('done');
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ b: 'b', c: 'c' });
});
