import { createHash } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileStore } from '../../source/domain/file-store.ts';
import { localLocation, type Location } from '../../source/domain/location.ts';
import type { TransferEngine } from '../../source/domain/transfer.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { createTransferEngine } from '../../source/transfers/engine.ts';
import { runToEnd, sourcesIn, specOf, troubles } from './rig.ts';

let root: string;
let store: FileStore;
let engine: TransferEngine;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'u1-engine-'));
  await mkdir(`${root}/from`);
  await mkdir(`${root}/to`);
  store = createLocalStore();
  engine = createTransferEngine({ storeFor: () => store });
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

function at(name: string): Location {
  return localLocation(`${root}/${name}`);
}

test('a copy on disk keeps bytes, times, permission bits and links', async () => {
  const content = Buffer.alloc(3_000_000, 'u1');
  await writeFile(`${root}/from/run.sh`, content);
  await chmod(`${root}/from/run.sh`, 0o700);
  await mkdir(`${root}/from/docs`);
  await symlink('../run.sh', `${root}/from/docs/link`);
  await symlink('/', `${root}/from/docs/everything`);
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(store, at('from')), at('to')));
  expect(troubles(job)).toEqual([]);
  expect((await readFile(`${root}/to/run.sh`)).equals(content)).toBe(true);
  const [before, after] = [await stat(`${root}/from/run.sh`), await stat(`${root}/to/run.sh`)];
  expect(after.mode & 0o777).toBe(0o700);
  expect(Math.abs(after.mtimeMs - before.mtimeMs)).toBeLessThan(1);
  expect(await readlink(`${root}/to/docs/link`)).toBe('../run.sh');
  expect((await lstat(`${root}/to/docs/everything`)).isSymbolicLink()).toBe(true);
});

test('the same content on disk is not written again', async () => {
  await writeFile(`${root}/from/a`, 'same');
  await writeFile(`${root}/to/a`, 'same');
  const before = await stat(`${root}/to/a`);
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(store, at('from')), at('to'), 'overwrite'));
  expect(job.progress).toMatchObject({ filesUnchanged: 1, bytesDone: 0 });
  expect((await stat(`${root}/to/a`)).ino).toBe(before.ino);
});

test('a folder reached through a link into itself is refused and nothing grows', async () => {
  await mkdir(`${root}/from/deep`);
  await symlink(`${root}/from/deep`, `${root}/link`);
  await writeFile(`${root}/from/a`, 'a');
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(store, localLocation(root), ['from']), at('link')));
  expect(job.state).toBe('failed');
  expect(job.failures.map(({ error }) => error.code)).toContain('usage');
  expect((await readdir(`${root}/from`, { recursive: true })).length).toBeLessThan(6);
});

test('two names of one file are one file: copying one over the other is refused', async () => {
  await writeFile(`${root}/from/a`, 'precious');
  await symlink(`${root}/from`, `${root}/alias`);
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(store, at('alias')), at('from'), 'overwrite'));
  expect(troubles(job)).toEqual([`${root}/alias/a failed usage`]);
  expect(await readFile(`${root}/from/a`, 'utf8')).toBe('precious');
});

test('cancelling in the middle leaves no partial file', async () => {
  await writeFile(`${root}/from/big`, Buffer.alloc(64 * 1024 * 1024));
  const spec = specOf('copy', await sourcesIn(store, at('from')), at('to'));
  const end = runToEnd(engine, spec);
  while ((await readdir(`${root}/to`)).length === 0) await new Promise((resolve) => setImmediate(resolve));
  engine.cancel(spec.id);
  expect((await end).state).toBe('cancelled');
  expect(await readdir(`${root}/to`)).toEqual([]);
});

test('1 000 files in folders arrive byte for byte', async () => {
  const hash = createHash('sha1');
  for (let folder = 0; folder < 10; folder += 1) {
    await mkdir(`${root}/from/${folder}`);
    for (let file = 0; file < 100; file += 1) {
      const content = `${folder} ${file} `.repeat(file);
      hash.update(content);
      await writeFile(`${root}/from/${folder}/${file}`, content);
    }
  }
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(store, at('from')), at('to')));
  expect(job).toMatchObject({ state: 'done', progress: { filesDone: 1000 } });
  const arrived = createHash('sha1');
  for (let folder = 0; folder < 10; folder += 1) {
    for (let file = 0; file < 100; file += 1) arrived.update(await readFile(`${root}/to/${folder}/${file}`));
    expect(await readdir(`${root}/to/${folder}`)).toHaveLength(100);
  }
  expect(arrived.digest('hex')).toBe(hash.digest('hex'));
});

test('what lies too deep to be reached fails with the reason, and is not passed over as no file', async () => {
  const step = 'd'.repeat(200);
  const half = Array.from({ length: 12 }, () => step).join('/');
  await mkdir(`${root}/from/${half}`, { recursive: true });
  await mkdir(`${root}/rest/${half}`, { recursive: true });
  await rename(`${root}/rest`, `${root}/from/${half}/rest`);
  const job = await runToEnd(engine, specOf('copy', await sourcesIn(store, at('from')), at('to')));
  // Node's own removal cannot reach it either.
  await rename(`${root}/from/${half}/rest`, `${root}/rest`);
  expect(job.state).toBe('failed');
  expect(job.failures).toMatchObject([{ outcome: 'failed', error: { code: 'invalid-name' } }]);
});
