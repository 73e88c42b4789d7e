import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childOf, cloudLocation } from '../../source/domain/location.ts';
import type { CloudLocation, Location } from '../../source/domain/location.ts';
import type { FileStore } from '../../source/domain/file-store.ts';
import { createContentHash } from '../../source/protocol/content-hash.ts';
import { createFilesApi } from '../../source/services/remote/files-api.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { below, codeOf, listAll, namesIn, readAll, readText, sourceOf } from '../contracts/fixtures.ts';
import { clientOf, reply, serve } from './http/fault-server.ts';
import { startOwnServer } from './own-server.ts';
import type { OwnServer } from './own-server.ts';
import { HELLO_HASH, wireNode } from './wire-node.ts';

const FILE = cloudLocation('test', 'v', '/a.txt');

async function storeOver(...answers: readonly RequestListener[]) {
  const { url, requests } = await serve(...answers);
  const { client, records } = clientOf(url);
  const lines = () => requests.map(({ method, url }) => `${method} ${url}`);
  return { store: createRemoteStore(client), lines, requests, records };
}

test('the facts of a node are all its fields, those of other versions too', async () => {
  const { store, lines } = await storeOver(reply(200, wireNode({ checksum: null, tags: ['a', 1] })));
  const facts = Object.fromEntries((await store.facts?.(FILE))?.map(({ name, value }) => [name, value]) ?? []);
  expect(facts).toMatchObject({
    key: 'B12R09pcQz6s-EjMNbkbDw',
    generation: '2',
    generation_created: '1',
    hash: HELLO_HASH,
  });
  expect(facts).toMatchObject({ is_live: 'true', public_url: 'null', checksum: 'null', tags: '["a",1]' });
  expect(lines()).toEqual(['GET /api/file_storage/v1/~/v/a.txt']);
});

describe('over our own server', () => {
  let own: OwnServer;
  let store: FileStore;
  let count = 0;

  beforeAll(async () => {
    own = await startOwnServer();
    store = createRemoteStore(own.client());
  });
  afterAll(async () => own.close());

  async function freshVolume(): Promise<CloudLocation> {
    count += 1;
    const volume = cloudLocation('test', `volume ${count}`);
    await store.makeFolder(volume);
    return volume;
  }

  test('the root is the list of volumes, and a volume tells the same by itself', async () => {
    const volume = await freshVolume();
    const root = cloudLocation('test', null);
    const entries = await listAll(store, root);
    expect(entries.map(({ name }) => name)).toContain('Ubuntu One');
    for (const entry of entries) expect(await store.stat(childOf(root, entry.name))).toEqual(entry);
    expect(entries.find(({ name }) => name === volume.volume)?.kind).toBe('volume');
    expect(await store.stat(root)).toMatchObject({ name: '', kind: 'folder' });
    expect(await store.makeFolder(volume)).toEqual(await store.stat(volume));
  });

  test('a volume goes with all in it, but not one made anew since it was seen', async () => {
    const volume = await freshVolume();
    await store.write(below(volume, 'a'), sourceOf('a'), { taken: 'refuse' });
    expect(await codeOf(store.remove(volume, { seen: 'another one' }))).toBe('changed');
    await store.remove(volume, { seen: (await store.stat(volume)).identity });
    expect(await codeOf(store.stat(volume))).toBe('not-found');
    expect(await codeOf(store.remove(volume))).toBe('not-found');
  });

  test('nested volumes, the default volume and the root are refused in words', async () => {
    const nested = store.makeFolder(cloudLocation('test', 'Ubuntu One/inner'));
    await expect(nested).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringContaining('nested'),
    });
    expect(await codeOf(store.remove(cloudLocation('test', 'Ubuntu One')))).toBe('permission-denied');
    expect(await codeOf(store.remove(cloudLocation('test', null)))).toBe('permission-denied');
  });

  test('volumes keep their names, and nothing moves across them', async () => {
    const [one, two] = [await freshVolume(), await freshVolume()];
    await store.write(below(one, 'a'), sourceOf('a'), { taken: 'refuse' });
    expect(await codeOf(store.move(one, below(two, 'x')))).toBe('unsupported');
    expect(await codeOf(store.move(below(one, 'a'), below(two, 'a')))).toBe('unsupported');
    expect(await namesIn(store, one)).toEqual(['a']);
  });

  test('an unknown volume is not-found and is not made by the way', async () => {
    const nowhere = cloudLocation('test', 'nowhere', '/a');
    expect(await codeOf(store.write(nowhere, sourceOf('x'), { taken: 'refuse' }))).toBe('not-found');
    expect(await codeOf(store.write(nowhere, sourceOf('x'), { taken: 'replace' }))).toBe('not-found');
    expect(await codeOf(store.makeFolder(nowhere))).toBe('not-found');
    expect(await codeOf(listAll(store, cloudLocation('test', 'nowhere')))).toBe('not-found');
  });

  test('publishing gives an address, stopping takes it away, a folder has none', async () => {
    const volume = await freshVolume();
    await store.write(below(volume, 'a'), sourceOf('hello'), { taken: 'refuse' });
    const published = await store.publish?.(below(volume, 'a'), true);
    expect(published?.publicUrl).toMatch(/\/[0-9A-Za-z]{22}$/);
    expect((await listAll(store, volume))[0]?.publicUrl).toBe(published?.publicUrl);
    expect((await store.publish?.(below(volume, 'a'), false))?.publicUrl).toBeNull();
    await store.makeFolder(below(volume, 'inner'));
    expect(await codeOf(Promise.resolve(store.publish?.(below(volume, 'inner'), true)))).toBe('not-a-file');
    expect(await codeOf(Promise.resolve(store.publish?.(below(volume, 'none'), true)))).toBe('not-found');
  });

  test('the quota counts what is written', async () => {
    const volume = await freshVolume();
    const before = await store.quota?.();
    await store.write(below(volume, 'a'), sourceOf('x'.repeat(1000)), { taken: 'refuse' });
    expect((await store.quota?.())?.used).toBe((before?.used ?? 0) + 1000);
  });

  test('a copy within the cloud sends no content, also across volumes and over a file', async () => {
    const [one, two] = [await freshVolume(), await freshVolume()];
    const from = below(one, 'a');
    await store.write(from, sourceOf('hello'), { taken: 'refuse' });
    const copy = async (to: Location, taken: 'refuse' | 'replace' | { seen: string }) =>
      store.copy?.(from, to, { taken });
    expect(await copy(below(two, 'deep', 'b'), 'refuse')).toMatchObject({ name: 'b', size: 5, hash: HELLO_HASH });
    expect(await readText(store, below(two, 'deep', 'b'))).toBe('hello');
    const old = await store.write(below(two, 'c'), sourceOf('old'), { taken: 'refuse' });
    expect(await codeOf(copy(below(two, 'c'), 'refuse'))).toBe('name-taken');
    expect(await codeOf(copy(below(two, 'c'), { seen: 'another' }))).toBe('changed');
    expect(await copy(below(two, 'c'), { seen: old.identity })).toMatchObject({ name: 'c', hash: HELLO_HASH });
    expect(await copy(below(two, 'c'), 'replace')).toMatchObject({ name: 'c', hash: HELLO_HASH });
    expect(await codeOf(copy(below(two, 'deep'), 'replace'))).toBe('not-a-file');
    expect(await codeOf(copy(from, 'replace'))).toBe('permission-denied');
    expect(await codeOf(copy(below(two, 'c', 'below a file'), 'refuse'))).toBe('not-a-folder');
    expect(await namesIn(store, two)).toEqual(['c', 'deep']);
  });

  test('known content goes up by its hashes alone, unknown content after the hashes were refused', async () => {
    const volume = await freshVolume();
    const content = createContentHash();
    content.update(Buffer.from(`only here ${volume.volume}`));
    const hashes = content.digest();
    let opened = 0;
    const source = sourceOf(`only here ${volume.volume}`, { hashes });
    const counted = {
      ...source,
      open: (signal?: AbortSignal) => {
        opened += 1;
        return source.open(signal);
      },
    };
    let bytes = 0;
    const options = { taken: 'refuse', onProgress: (count: number) => void (bytes += count) } as const;
    await store.write(below(volume, 'first'), counted, options);
    expect([opened, bytes]).toEqual([1, source.size]);
    const entry = await store.write(below(volume, 'deep', 'second'), counted, options);
    expect([opened, bytes]).toEqual([1, 2 * (source.size ?? 0)]);
    expect(entry).toMatchObject({ name: 'second', hash: hashes.hash });
    await store.write(below(volume, 'third'), sourceOf('old'), options);
    await store.write(below(volume, 'third'), counted, { taken: 'replace' });
    expect(opened).toBe(1);
    expect(await readText(store, below(volume, 'third'))).toBe(`only here ${volume.volume}`);
  });

  test('a download, and an upload to a name seen free, are one request each', async () => {
    const volume = await freshVolume();
    const records = new Set<string>();
    const watched = createRemoteStore(own.client({ observe: ({ id, method }) => records.add(`${id} ${method}`) }));
    const entry = await watched.write(below(volume, 'a'), sourceOf('hello'), { taken: 'refuse', wasFree: true });
    expect(await readText(watched, below(volume, 'a'))).toBe('hello');
    expect(await readText(watched, below(volume, 'a'), { seen: entry })).toBe('hello');
    expect([...records]).toEqual(['1 PUT', '2 GET', '3 GET']);
  });

  test('a delta tells what changed since a generation', async () => {
    const volume = await freshVolume();
    const api = createFilesApi(own.client());
    await store.write(below(volume, 'a'), sourceOf('a'), { taken: 'refuse' });
    const { generation } = await api.volume(volume.volume ?? '');
    await store.write(below(volume, 'b'), sourceOf('b'), { taken: 'refuse' });
    await store.remove(below(volume, 'a'));
    const { delta } = await api.delta(volume.volume ?? '', generation);
    const changes = Object.fromEntries(delta.nodes.map(({ path, is_live }) => [path, is_live]));
    expect(changes).toEqual({ '/a': false, '/b': true });
  });

  test('a file that was never filled is listed without a size and reads as not-found', async () => {
    const volume = await freshVolume();
    await createFilesApi(own.client()).putNode(`${volume.volume}/empty`, { kind: 'file' });
    expect((await listAll(store, volume))[0]).toMatchObject({ name: 'empty', kind: 'file', size: null, hash: null });
    await expect(readAll(store, below(volume, 'empty'))).rejects.toMatchObject({
      message: 'The file has no content yet',
    });
    await store.write(below(volume, 'empty'), sourceOf('x'), { taken: 'replace' });
    expect(await readText(store, below(volume, 'empty'))).toBe('x');
  });

  test('a token that is not known needs a sign-in', async () => {
    const credentials = { consumerKey: 'a', consumerSecret: 'b', token: 'c', tokenSecret: 'd' };
    const stranger = createRemoteStore(own.client({ credentials }));
    await expect(stranger.stat(cloudLocation('test', null))).rejects.toMatchObject({
      code: 'sign-in',
      status: 401,
      hint: expect.stringContaining('u1file login'),
    });
  });
});

describe('over servers with faults', () => {
  test('content goes up in one request', async () => {
    const { store, lines, requests } = await storeOver(reply(201, wireNode()));
    await store.write(FILE, sourceOf('hello'), { taken: 'replace' });
    expect(lines()).toEqual(['PUT /content/~/v/a.txt']);
    expect(requests[0]?.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '5' });
  });

  test('where the cloud wants the metadata first, in two, to where it says', async () => {
    const made = wireNode({ hash: null, size: null, generation: 1, content_path: '/content/~/elsewhere é' });
    const { store, lines } = await storeOver(reply(404), reply(200, made), reply(201, wireNode()));
    await store.write(FILE, sourceOf('hello'), { taken: 'replace' });
    const put = 'PUT /api/file_storage/v1/~/v/a.txt';
    expect(lines()).toEqual(['PUT /content/~/v/a.txt', put, 'PUT /content/~/elsewhere%20%C3%A9']);
  });

  test('what was made for an upload that then failed goes again', async () => {
    const made = wireNode({ hash: null, size: null, generation: 1 });
    const { store, lines } = await storeOver(reply(404), reply(200, made), reply(507, { error: 'full' }), reply(200));
    expect(await codeOf(store.write(FILE, sourceOf('hello'), { taken: 'replace' }))).toBe('out-of-space');
    expect(lines()).toContain('DELETE /api/file_storage/v1/~/v/a.txt');
  });

  test.each([402, 507])('%i is out of space, in the words of the server and with what is used', async (status) => {
    const quota = { total: 5_000_000_000, used: 4_999_999_998 };
    const { store, lines } = await storeOver(reply(status, { error: 'needed 5, free 3' }), reply(200, quota));
    await expect(store.write(FILE, sourceOf('hello'), { taken: 'replace' })).rejects.toMatchObject({
      code: 'out-of-space',
      status,
      message: 'out of space: needed 5, free 3',
      path: 'v/a.txt',
      hint: expect.stringContaining('5.0 GB of 5.0 GB are used'),
    });
    expect(lines()).toEqual(['PUT /content/~/v/a.txt', 'GET /api/quota/']);
  });

  test('an upload that a 503 stops starts over, and its progress is taken back', async () => {
    const { store } = await storeOver(reply(503), reply(201, wireNode()));
    const steps: number[] = [];
    await store.write(FILE, sourceOf('hello'), { taken: 'replace', onProgress: (bytes) => steps.push(bytes) });
    expect(steps).toEqual([5, -5, 5]);
  });

  test('a name that was just seen to be free costs one request, which asks that it still is', async () => {
    const { store, lines, requests } = await storeOver(reply(201, wireNode()));
    await store.write(FILE, sourceOf('hello'), { taken: 'refuse', wasFree: true });
    expect(lines()).toEqual(['PUT /content/~/v/a.txt']);
    expect(requests[0]?.headers['if-none-match']).toBe('*');
    const careful = await storeOver(reply(404), reply(201, wireNode()));
    await careful.store.write(FILE, sourceOf('hello'), { taken: 'refuse' });
    expect(careful.lines()).toEqual(['GET /api/file_storage/v1/~/v/a.txt', 'PUT /content/~/v/a.txt']);
  });

  test('a cloud that knows conditions refuses what changed between look and write', async () => {
    const free = await storeOver(reply(412));
    const wasFree = { taken: 'refuse', wasFree: true } as const;
    expect(await codeOf(free.store.write(FILE, sourceOf('hello'), wasFree))).toBe('name-taken');
    const seen = await storeOver(reply(200, wireNode()), reply(412));
    const { identity } = await seen.store.stat(FILE);
    const other = await storeOver(reply(200, wireNode()), reply(412));
    expect(await codeOf(other.store.write(FILE, sourceOf('hello'), { taken: { seen: identity } }))).toBe('changed');
    expect(other.requests[1]?.headers['if-match']).toBe(`"${HELLO_HASH.slice(5)}"`);
  });

  test('a condition that a lost try of ours made false is none that failed', async () => {
    const lost: RequestListener = (request, response) => {
      request.resume().on('end', () => response.socket?.destroy());
    };
    const ours = await storeOver(lost, reply(412), reply(200, wireNode()));
    const wasFree = { taken: 'refuse', wasFree: true } as const;
    expect(await ours.store.write(FILE, sourceOf('hello'), wasFree)).toMatchObject({ hash: HELLO_HASH });
    const others = await storeOver(lost, reply(412), reply(200, wireNode({ hash: `sha1:${'1'.repeat(40)}` })));
    expect(await codeOf(others.store.write(FILE, sourceOf('hello'), wasFree))).toBe('name-taken');
  });

  test('an answer with another hash is tried once more, then integrity', async () => {
    const wrong = wireNode({ hash: `sha1:${'0'.repeat(40)}` });
    const lucky = await storeOver(reply(200, wrong), reply(200, wireNode()));
    expect(await lucky.store.write(FILE, sourceOf('hello'), { taken: 'replace' })).toMatchObject({ hash: HELLO_HASH });
    const { store, lines } = await storeOver(reply(200, wrong));
    expect(await codeOf(store.write(FILE, sourceOf('hello'), { taken: 'replace' }))).toBe('integrity');
    expect(lines().length).toBe(2);
    const once = await storeOver(reply(200, wrong));
    const source = sourceOf('hello', { canReopen: false });
    expect(await codeOf(once.store.write(FILE, source, { taken: 'replace' }))).toBe('integrity');
    expect(once.lines().length).toBe(1);
  });

  test('a folder that the cloud made beside a file in the way goes again', async () => {
    const place = cloudLocation('test', 'v', '/a.txt/deep/b');
    const { store, lines } = await storeOver(reply(201, wireNode({ path: '/a~1.txt/deep/b' })), reply(200));
    await expect(store.write(place, sourceOf('hello'), { taken: 'replace' })).rejects.toMatchObject({
      code: 'not-a-folder',
      path: 'v/a.txt',
    });
    expect(lines().at(-1)).toBe('DELETE /api/file_storage/v1/~/v/a~1.txt');
  });

  test('a lost answer to a delete is no failure when the entry is gone', async () => {
    const { store } = await storeOver((_request, response) => response.socket?.destroy(), reply(404));
    await store.remove(FILE);
    const { store: other } = await storeOver(reply(404));
    expect(await codeOf(other.remove(FILE))).toBe('not-found');
  });

  test('a move is asked for once; a lost answer is cleared up by a look at the target', async () => {
    const target = cloudLocation('test', 'v', '/b.txt');
    const done = await storeOver(
      reply(200, wireNode()),
      reply(404),
      (_request, response) => response.socket?.destroy(),
      reply(200, wireNode({ path: '/b.txt', generation: 3 })),
    );
    expect((await done.store.move(FILE, target)).name).toBe('b.txt');
    const lost = await storeOver(
      reply(200, wireNode()),
      reply(404),
      (_request, response) => response.socket?.destroy(),
      reply(404),
    );
    expect(await codeOf(lost.store.move(FILE, target))).toBe('unreachable');
    expect(lost.lines().filter((line) => line.startsWith('PUT')).length).toBe(1);
  });

  test('a web page in place of an answer is a bad answer', async () => {
    const page = reply(200, '<!doctype html><title>Hotel</title>', { 'content-type': 'text/html' });
    const { store, records } = await storeOver(page);
    expect(await codeOf(listAll(store, cloudLocation('test', 'v')))).toBe('bad-answer');
    expect(await codeOf(store.stat(FILE))).toBe('bad-answer');
    expect(await codeOf(store.write(FILE, sourceOf('x'), { taken: 'replace' }))).toBe('bad-answer');
    expect(records.at(-1)).toMatchObject({ outcome: 'failed', status: 200 });
  });

  test('records tell verbs and places as a person writes them', async () => {
    const { store, records } = await storeOver(reply(201, wireNode()));
    await store.write(FILE, sourceOf('hello'), { taken: 'replace' });
    expect(records.at(-1)).toMatchObject({
      method: 'PUT',
      path: 'v/a.txt',
      status: 201,
      meaning: 'Created',
      outcome: 'ok',
    });
  });
});
