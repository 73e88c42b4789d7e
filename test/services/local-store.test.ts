import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, link, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import type { ContentSource, FileStore } from '../../source/domain/file-store.ts';
import { localLocation, type Location } from '../../source/domain/location.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { sourceFromFile } from '../../source/services/local/source-from-file.ts';
import { sourceFromStream } from '../../source/services/local/source-from-stream.ts';
import { asOrdinaryUser } from '../helpers/ordinary-user.ts';
import { brokenSource, codeOf, listAll, namesIn, readAll, readText, sourceOf } from '../contracts/fixtures.ts';

let root: string;
let store: FileStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'u1-local-'));
  store = createLocalStore();
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

function at(...names: string[]): Location {
  return localLocation([root, ...names].join('/'));
}

test('names that are not UTF-8 are listed, read, written, moved and removed by their exact bytes', async () => {
  const bytes = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9, 0xff]), Buffer.from('é.txt')]);
  await writeFile(bytes, 'latin');
  const name = 'caf\udce9\udcffé.txt';
  expect(await namesIn(store, at())).toEqual([name]);
  expect(await readText(store, at(name))).toBe('latin');
  await store.write(at(name), sourceOf('new'), { taken: 'replace' });
  await store.move(at(name), at('\udc80'));
  expect(await readdir(root, { encoding: 'latin1' })).toEqual(['\x80']);
  await store.makeFolder(at('\udcfe', '\udcfd'));
  await store.remove(at('\udcfe'));
  await store.remove(at('\udc80'));
  expect(await readdir(root)).toEqual([]);
});

test('links are shown as links, with what they lead to', async () => {
  await mkdir(`${root}/folder`);
  await writeFile(`${root}/file`, 'hello');
  await symlink('folder', `${root}/to folder`);
  await symlink('file', `${root}/to file`);
  await symlink('nowhere', `${root}/dangling`);
  const entries = new Map((await listAll(store, at())).map((entry) => [entry.name, entry]));
  expect(entries.get('to folder')).toMatchObject({ kind: 'link', leadsToFolder: true, size: null });
  expect(entries.get('to file')).toMatchObject({ kind: 'link', size: 5 });
  expect(entries.get('dangling')).toMatchObject({ kind: 'link', size: null });
  expect(await readText(store, at('to file'))).toBe('hello');
  expect(await codeOf(readAll(store, at('dangling')))).toBe('not-found');
});

test('removing never follows a link', async () => {
  await mkdir(`${root}/precious`);
  await writeFile(`${root}/precious/file`, 'hello');
  await mkdir(`${root}/doomed`);
  await symlink('../precious', `${root}/doomed/link`);
  await symlink('precious', `${root}/other link`);
  await store.remove(at('doomed'));
  await store.remove(at('other link'));
  expect(await namesIn(store, at())).toEqual(['precious']);
  expect(await namesIn(store, at('precious'))).toEqual(['file']);
});

test('a pipe is neither read nor waited for', async () => {
  execFileSync('mkfifo', [`${root}/pipe`]);
  expect((await store.stat(at('pipe'))).kind).toBe('other');
  expect(await codeOf(readAll(store, at('pipe')))).toBe('not-a-file');
});

test('a file that grows while it is read is changed', async () => {
  await writeFile(`${root}/a`, Buffer.alloc(5_000_000));
  const { body } = await store.read(at('a'));
  const drain = async (): Promise<void> => {
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(0);
      await writeFile(`${root}/a`, 'more', { flag: 'a' });
    }
  };
  expect(await codeOf(drain())).toBe('changed');
});

test('a file that shrinks, vanishes or is replaced while it is read is changed', async () => {
  const spoil = [
    async (path: string) => writeFile(path, 'short'),
    async (path: string) => rm(path),
    async (path: string) => {
      await writeFile(`${path} new`, Buffer.alloc(5_000_000));
      await rename(`${path} new`, path);
    },
  ];
  for (const [index, act] of spoil.entries()) {
    const path = `${root}/${index}`;
    await writeFile(path, Buffer.alloc(5_000_000));
    const { body } = await store.read(localLocation(path));
    const drain = async (): Promise<void> => {
      let isSpoilt = false;
      for await (const chunk of body) {
        expect(chunk.length).toBeGreaterThan(0);
        if (!isSpoilt) await act(path);
        isSpoilt = true;
      }
    };
    expect(await codeOf(drain())).toBe('changed');
  }
});

test('a source that changed between two openings says so', async () => {
  await writeFile(`${root}/a`, 'first');
  const source = await sourceFromFile(`${root}/a`);
  expect(source).toMatchObject({ size: 5, canReopen: true });
  expect(await drain(source)).toBe('first');
  expect(await drain(source)).toBe('first');
  await writeFile(`${root}/a`, 'second');
  expect(await codeOf(drain(source))).toBe('changed');
});

test('standard input is a source of unknown size that opens once', async () => {
  const source = sourceFromStream(Readable.from([Buffer.from('a'), Buffer.from('b')]));
  expect(source).toMatchObject({ size: null, canReopen: false });
  expect(await drain(source)).toBe('ab');
  expect(await codeOf(drain(source))).toBe('unsupported');
});

test('a signal ends the wait for standard input', async () => {
  const stop = new AbortController();
  const source = sourceFromStream(new Readable({ read: () => undefined }));
  const write = store.write(at('a'), source, { taken: 'refuse', signal: stop.signal });
  setImmediate(() => stop.abort(new Error('enough')));
  await expect(write).rejects.toThrow('enough');
  expect(await readdir(root)).toEqual([]);
});

test('a file keeps its time to the millisecond, and its permission bits when it is replaced', async () => {
  await store.write(at('a'), sourceOf('1', { modifiedAt: 1_400_000_000_123 }), { taken: 'refuse' });
  expect((await stat(`${root}/a`)).mtimeMs).toBe(1_400_000_000_123);
  await chmod(`${root}/a`, 0o750);
  await store.write(at('a'), sourceOf('2'), { taken: 'replace' });
  expect((await stat(`${root}/a`)).mode & 0o777).toBe(0o750);
});

test('a name of 255 bytes can be written: the name beside it is cut to fit', async () => {
  const name = `${'é'.repeat(127)}x`;
  await store.write(at(name), sourceOf('x'), { taken: 'refuse' });
  expect(await readdir(root)).toEqual([name]);
  expect(await codeOf(store.write(at(`${name}x`), sourceOf('x'), { taken: 'refuse' }))).toBe('invalid-name');
});

test('what grows beside the target is hidden, tells whose it is, and is gone at the end', async () => {
  let seen: string[] = [];
  const source = sourceOf('x'.repeat(100_000), {
    open: async function* open() {
      seen = await readdir(root);
      yield Buffer.from('x'.repeat(100_000));
    },
  });
  await store.write(at('report.pdf'), source, { taken: 'refuse' });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/^\.report\.pdf\.u1partial-\w+$/);
  expect(await readdir(root)).toEqual(['report.pdf']);
});

test('a file that comes into the name while ours is written is not overwritten', async () => {
  const source = sourceOf('ours', {
    open: async function* open() {
      await writeFile(`${root}/a`, 'theirs');
      yield Buffer.from('ours');
    },
  });
  expect(await codeOf(store.write(at('a'), source, { taken: 'refuse' }))).toBe('name-taken');
  expect(await readText(store, at('a'))).toBe('theirs');
  expect(await readdir(root)).toEqual(['a']);
});

test('a file that changes while its successor is written is kept', async () => {
  await writeFile(`${root}/a`, 'old');
  const { identity } = await store.stat(at('a'));
  const source = sourceOf('ours', {
    open: async function* open() {
      await writeFile(`${root}/a`, 'edited meanwhile');
      yield Buffer.from('ours');
    },
  });
  expect(await codeOf(store.write(at('a'), source, { taken: { seen: identity } }))).toBe('changed');
  expect(await readText(store, at('a'))).toBe('edited meanwhile');
});

test('replacing a link replaces the link, not what it leads to', async () => {
  await writeFile(`${root}/precious`, 'old');
  await symlink('precious', `${root}/link`);
  await store.write(at('link'), sourceOf('new'), { taken: 'replace' });
  expect(await readText(store, at('precious'))).toBe('old');
  expect((await store.stat(at('link'))).kind).toBe('file');
});

test('moving one hard link onto the other takes the old name away', async () => {
  await writeFile(`${root}/a`, 'x');
  await link(`${root}/a`, `${root}/b`);
  await store.move(at('a'), at('b'), { replace: true });
  expect(await readdir(root)).toEqual(['b']);
  expect(await readText(store, at('b'))).toBe('x');
});

test('a link is copied as a link', async () => {
  await symlink('../some where', `${root}/a`);
  expect(await store.copyLink?.(at('a'), at('b'))).toMatchObject({ name: 'b', kind: 'link' });
});

test('a folder that is not empty is not removed as an empty one', async () => {
  await mkdir(`${root}/a/b`, { recursive: true });
  expect(await codeOf(store.removeEmptyFolder?.(at('a')) ?? Promise.resolve())).toBe('changed');
  await store.removeEmptyFolder?.(at('a', 'b'));
  expect(await namesIn(store, at('a'))).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'a folder where the system never lets one be is refused at once',
  async () => {
    // Whatever is asked for there, the folder above is said to be missing.
    expect(await codeOf(store.makeFolder(localLocation('/proc/none/none')))).toBe('not-found');
  },
);

test('both hashes of a file are those of the wire', async () => {
  await writeFile(`${root}/a`, 'hello\n');
  expect(await store.hashes?.(at('a'))).toEqual({
    hash: 'sha1:f572d396fae9206628714fb2ce00f72e94f2258f',
    magicHash: 'magic_hash:97b46193cf01845fdb58e91a5579f1c563fd45c8',
  });
});

test('10 000 files are listed in batches, the first of them small', async () => {
  for (let index = 0; index < 10_000; index += 1) await writeFile(`${root}/${index}`, '');
  const sizes: number[] = [];
  for await (const batch of store.list(at())) sizes.push(batch.length);
  expect(sizes[0]).toBeLessThanOrEqual(64);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10_000);
});

test('an interrupted write that may be kept goes on where it was', async () => {
  const content = Buffer.from('0123456789'.repeat(200_000));
  const expectedHash = `sha1:${createHash('sha1').update(content).digest('hex')}`;
  const offsets: number[] = [];
  const openAt = (offset: number): AsyncIterable<Uint8Array> => {
    offsets.push(offset);
    return sourceOf(content.subarray(offset)).open();
  };
  const cut = {
    ...brokenSource('', content.length, null),
    expectedHash,
    openAt,
    open: () => cutAfter(content, 1_500_000),
  };
  const options = { taken: 'refuse', partial: { tag: 'job1', keep: () => true } } as const;
  expect(await codeOf(store.write(at('a'), cut, options))).toBe('unreachable');
  expect(await readdir(root)).toHaveLength(1);
  expect(await codeOf(readAll(store, at('a')))).toBe('not-found');
  let bytes = 0;
  const onProgress = (count: number): void => void (bytes += count);
  await store.write(at('a'), sourceOf(content, { expectedHash, openAt }), { ...options, onProgress });
  expect(offsets).toEqual([1_500_000]);
  expect(bytes).toBe(content.length);
  expect((await readFile(`${root}/a`)).equals(content)).toBe(true);
  expect(await readdir(root)).toEqual(['a']);
});

test('a part that was spoilt is found out by the hash and thrown away', async () => {
  const content = Buffer.alloc(2_000_000, 'u1');
  const expectedHash = `sha1:${createHash('sha1').update(content).digest('hex')}`;
  const openAt = (offset: number): AsyncIterable<Uint8Array> => sourceOf(content.subarray(offset)).open();
  const options = { taken: 'refuse', partial: { tag: 'job1', keep: () => true } } as const;
  const cut = sourceOf(content, { expectedHash, openAt, open: () => cutAfter(content, 1_500_000) });
  expect(await codeOf(store.write(at('a'), cut, options))).toBe('unreachable');
  const [part] = await readdir(root);
  await writeFile(`${root}/${part}`, 'spoilt');
  const good = sourceOf(content, { expectedHash, openAt });
  expect(await codeOf(store.write(at('a'), good, options))).toBe('integrity');
  expect(await readdir(root)).toEqual([]);
  await store.write(at('a'), good, options);
  expect((await readFile(`${root}/a`)).equals(content)).toBe(true);
});

test('a part left by a write that cannot be gone on with is begun anew', async () => {
  const options = { taken: 'refuse', partial: { tag: 'job1', keep: () => true } } as const;
  const cut = brokenSource('half of it', 100_000, new AppError('unreachable', 'cut'));
  expect(await codeOf(store.write(at('a'), cut, options))).toBe('unreachable');
  expect(await readdir(root)).toEqual(['.a.u1partial-job1']);
  await store.write(at('a'), sourceOf('whole'), options);
  expect(await readText(store, at('a'))).toBe('whole');
  expect(await readdir(root)).toEqual(['a']);
});

test('a part goes when its write is not to be kept', async () => {
  const cut = brokenSource('half of it', 20, new AppError('unreachable', 'cut'));
  const options = { taken: 'refuse', partial: { tag: 'job1', keep: () => false } } as const;
  expect(await codeOf(store.write(at('a'), cut, options))).toBe('unreachable');
  expect(await readdir(root)).toEqual([]);
});

test('a part that is not wanted any more is discarded', async () => {
  const content = Buffer.alloc(2_000_000, 'u1');
  const expectedHash = `sha1:${createHash('sha1').update(content).digest('hex')}`;
  const openAt = (): AsyncIterable<Uint8Array> => sourceOf('').open();
  const cut = sourceOf(content, { expectedHash, openAt, open: () => cutAfter(content, 1_500_000) });
  await codeOf(store.write(at('a'), cut, { taken: 'refuse', partial: { tag: 'job1', keep: () => true } }));
  expect(await readdir(root)).toHaveLength(1);
  await store.discardPartial?.(at('a'), 'job1');
  await store.discardPartial?.(at('a'), 'job1');
  expect(await readdir(root)).toEqual([]);
});

test('folders and files that are not ours are permission-denied, and the reason is in words', async () => {
  await mkdir(`${root}/locked/inner`, { recursive: true });
  await writeFile(`${root}/secret`, 'x');
  await chmod(`${root}/secret`, 0);
  await chmod(`${root}/locked`, 0);
  await chmod(root, 0o500);
  const run = (act: string, name: string): string => asSomebodyElse(act, `${root}/${name}`);
  expect(run('read', 'secret')).toBe('permission-denied');
  expect(run('list', 'locked')).toBe('permission-denied');
  expect(run('write', 'new')).toBe('permission-denied');
  expect(run('makeFolder', 'new')).toBe('permission-denied');
  expect(run('remove', 'secret')).toBe('permission-denied');
  expect(run('stat', 'locked/inner')).toBe('permission-denied');
  await chmod(root, 0o700);
  expect(await namesIn(store, at())).toEqual(['locked', 'secret']);
});

test.skipIf(!canMount())('a full disk is out-of-space, with nothing left of what did not fit', () => {
  const child = `mount -t tmpfs -o size=1m u1test "$1" && exec "$2" "$3" write "$1/big"`;
  const args = ['-m', 'sh', '-c', child, 'sh', root, process.execPath, CHILD];
  expect(execFileSync('unshare', args, { encoding: 'utf8' }).trim()).toBe('out-of-space');
});

const CHILD = fileURLToPath(new URL('../helpers/local-store-child.ts', import.meta.url));

function asSomebodyElse(act: string, path: string): string {
  return execFileSync(...asOrdinaryUser(process.execPath, [CHILD, act, path]), { encoding: 'utf8' }).trim();
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'u1test', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function* cutAfter(content: Buffer, bytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes; at += 60_000) yield content.subarray(at, Math.min(bytes, at + 60_000));
  throw new AppError('unreachable', 'cut');
}

async function drain(source: ContentSource): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.open()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
