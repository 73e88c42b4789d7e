import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { createListingMemory } from '../../source/services/listing-memory.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';

const QUOTA = { used: 3, total: 10 };

async function freshHome(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'u1-memory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'listings');
}

async function filesBelow(home: string): Promise<string[]> {
  const names = await readdir(home, { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

test('a folder is recalled as it was kept, in another run, and nobody else can read it', async () => {
  const home = await freshHome();
  const folder = cloudLocation('ted', 'Ubuntu One', '/docs');
  const entries = [folderEntry('sub'), fileEntry('语 a.txt', { size: 3, hash: 'sha1:ab', publicUrl: 'http://x/p' })];
  expect(createListingMemory(home).recall(folder)).toBeNull();
  await createListingMemory(home).keep(folder, { entries, quota: QUOTA, seenAt: 1234 });
  expect(createListingMemory(home).recall(folder)).toEqual({ entries, quota: QUOTA, seenAt: 1234 });
  for (const other of [cloudLocation('ted', null), cloudLocation('ann', 'Ubuntu One', '/docs')]) {
    expect(createListingMemory(home).recall(other)).toBeNull();
  }
  const [file = ''] = await filesBelow(home);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
});

test('what is too large is forgotten, and of very many folders those seen last stay', async () => {
  const home = await freshHome();
  const memory = createListingMemory(home);
  const large = Array.from({ length: 2001 }, (_, at) => fileEntry(`${at}`));
  const folder = cloudLocation('ted', 'Ubuntu One');
  await memory.keep(folder, { entries: large.slice(1), quota: null, seenAt: 1 });
  expect(memory.recall(folder)?.entries.length).toBe(2000);
  await memory.keep(folder, { entries: large, quota: null, seenAt: 2 });
  expect(memory.recall(folder)).toBeNull();
  for (let at = 0; at < 100; at += 1) {
    await memory.keep(cloudLocation('ted', 'Ubuntu One', `/${at}`), { entries: [], quota: null, seenAt: at });
  }
  expect((await filesBelow(home)).length).toBe(60);
  expect(memory.recall(cloudLocation('ted', 'Ubuntu One', '/99'))).not.toBeNull();
});

test('signing out forgets the folders of that account alone', async () => {
  const memory = createListingMemory(await freshHome());
  const [ted, ann] = [cloudLocation('ted', null), cloudLocation('ann', null)];
  for (const root of [ted, ann]) await memory.keep(root, { entries: [], quota: null, seenAt: 1 });
  await memory.forget('ted');
  expect([memory.recall(ted), memory.recall(ann)?.seenAt]).toEqual([null, 1]);
});

test('a file that is broken, of another version or of another folder counts as none', async () => {
  const home = await freshHome();
  const memory = createListingMemory(home);
  const root = cloudLocation('ted', null);
  await memory.keep(root, { entries: [], quota: null, seenAt: 1 });
  const [file = ''] = await filesBelow(home);
  for (const text of [
    '',
    '{"version":1',
    '{"version":2,"volume":null,"path":"/","seenAt":1,"entries":[]}',
    '[]',
    'null',
  ]) {
    await writeFile(file, text);
    expect(memory.recall(root), text).toBeNull();
  }
  await writeFile(file, '{"version":1,"volume":"other","path":"/","seenAt":1,"entries":[]}');
  expect(memory.recall(root)).toBeNull();
});

test('a home that cannot be written to is no error', async () => {
  const folder = await freshHome();
  await writeFile(folder, 'a file');
  const memory = createListingMemory(folder);
  const root = cloudLocation('ted', null);
  await memory.keep(root, { entries: [], quota: null, seenAt: 1 });
  expect(memory.recall(root)).toBeNull();
});
