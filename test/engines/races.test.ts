import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { silentLog } from '../../source/server/log.ts';
import { startServer } from '../../source/server/serve.ts';
import { openStores } from '../../source/server/stores.ts';
import { sweep } from '../../source/server/upkeep/sweep.ts';
import { createClient, PASSWORD, signIn } from '../server/helpers.ts';
import { newPlace, storedContents } from './twins.ts';

const EMAIL = 'ted@example.org';
const HOUR = 3_600_000;

async function startThree() {
  const place = await newPlace();
  const listen = { host: '127.0.0.1', port: 0 };
  const servers = await Promise.all([1, 2, 3].map(() => startServer({ ...place, listen, log: silentLog })));
  onTestFinished(async () => void (await Promise.all(servers.map((server) => server.close()))));
  const admin = await openAdmin(place);
  onTestFinished(() => admin.close());
  await admin.addUser({ email: EMAIL, password: PASSWORD });
  const { credentials } = await signIn(servers[0]?.address ?? '', EMAIL);
  const clients = servers.map(({ address }) => createClient(address, credentials));
  const client = (index: number) => clients[index % clients.length] ?? createClient('', credentials);
  return { place, servers, admin, client };
}

test('many writers of one file at three servers: one content wins whole, and nobody hears of a race', async () => {
  const { admin, client } = await startThree();
  const contents = Array.from({ length: 24 }, (_, index) => randomBytes(index % 3 === 0 ? 100 : 40_000 + index));
  const puts = await Promise.all(
    contents.map((body, index) => client(index).call('PUT', '/content/~/Ubuntu%20One/d/one', { body })),
  );
  expect(puts.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
  expect(puts.filter(({ status }) => status === 201)).toHaveLength(1);
  const sums = contents.map((content) => createHash('sha1').update(content).digest('hex'));
  const got = await Promise.all([0, 1, 2].map((index) => client(index).call('GET', '/content/~/Ubuntu%20One/d/one')));
  const [winner = ''] = got.map(({ bytes }) => createHash('sha1').update(bytes).digest('hex'));
  expect(sums).toContain(winner);
  const { children } = (await client(0).api('GET', '/~/Ubuntu%20One/d?include_children=true')).json;
  expect(children).toMatchObject([{ hash: `sha1:${winner}` }]);
  expect((await admin.check()).problems).toEqual([]);
});

test('whoever reads a delta has every change below its generation, however many write meanwhile', async () => {
  const { client } = await startThree();
  await client(0).api('PUT', '/volumes/~/x');
  const writers = Array.from({ length: 9 }, async (_, writer) => {
    for (let count = 0; count < 8; count += 1) {
      const made = await client(writer + count).api('PUT', `/~/x/w${writer}-${count}`, '{"kind":"file"}');
      expect(made.status).toBe(200);
    }
  });
  const state = { isOver: false };
  const seen = new Set<number>();
  const read = async (): Promise<void> => {
    for (let from = 0; ;) {
      const isLast = state.isOver;
      const { delta, generation } = (await client(from).api('GET', `/volumes/~/x?from_generation=${from}`)).json;
      for (const node of delta.nodes as { generation: number }[]) seen.add(node.generation);
      // A generation that shows up late would be missed by every client that goes on from here.
      from = generation;
      if (isLast) return;
    }
  };
  const reading = read();
  await Promise.all(writers);
  state.isOver = true;
  await reading;
  expect([...seen].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 72 }, (_, index) => index + 1));
});

test('moves, deletes and uploads of the same names at three servers leave a sound tree', async () => {
  const { admin, client } = await startThree();
  const statuses = new Set<number>();
  const acts = Array.from({ length: 60 }, async (_, index) => {
    const name = `d${index % 4}/f${index % 3}`;
    const answer = await [
      () => client(index).call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: randomBytes(50 + index) }),
      () => client(index).api('PUT', `/~/Ubuntu%20One/${name}`, `{"path":"/d${(index + 1) % 4}/moved${index % 2}"}`),
      () => client(index).api('DELETE', `/~/Ubuntu%20One/d${index % 4}`),
      () => client(index).api('PUT', `/~/Ubuntu%20One/${name}`, '{"kind":"file"}'),
    ][index % 5 === 4 ? 0 : index % 4]?.();
    statuses.add(answer?.status ?? 0);
  });
  await Promise.all(acts);
  expect([...statuses].filter((status) => ![200, 201, 404, 503].includes(status))).toEqual([]);
  expect((await admin.check()).problems).toEqual([]);
});

test('accounts of one address and volumes of one name are made once', async () => {
  const { admin, client, place } = await startThree();
  const other = await openAdmin(place);
  onTestFinished(() => other.close());
  const add = { email: 'new@example.org', password: PASSWORD };
  const made = await Promise.allSettled([admin.addUser(add), other.addUser(add), admin.addUser(add)]);
  expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
  for (const each of made) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'name-taken' });
  const volumes = await Promise.all([0, 1, 2, 3, 4].map((index) => client(index).api('PUT', '/volumes/~/same')));
  expect(volumes.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await client(0).api('GET', '/volumes')).json).toHaveLength(2);
});

test('a sweep beside uploads of the very contents it takes away loses none of them', async () => {
  const { admin, client, servers, place } = await startThree();
  const stores = await openStores(place);
  onTestFinished(() => stores.close());
  const contents = Array.from({ length: 6 }, () => randomBytes(30_000));
  const put = (round: string, index: number) =>
    client(index).call('PUT', `/content/~/Ubuntu%20One/${round}/f${index}`, { body: contents[index] ?? '' });
  await Promise.all(contents.map((_, index) => put('old', index)));
  await client(0).api('DELETE', '/~/Ubuntu%20One/old');
  // Everything is swept at once: to the sweep it is two months later.
  const later = () => Date.now() + 60 * 24 * HOUR;
  const sweeping = Promise.all(servers.map(({ data }) => sweep(data, { keepDeleted: 0, now: later })));
  const puts = await Promise.all(contents.map((_, index) => put('new', index)));
  const reports = await sweeping;
  expect(reports.some((report) => report !== null)).toBe(true);
  expect(puts.filter(({ status }) => ![200, 201, 503].includes(status))).toEqual([]);
  for (const [index, { status }] of puts.entries()) {
    if (status === 503) continue;
    const got = await client(index).call('GET', `/content/~/Ubuntu%20One/new/f${index}`);
    expect(got.bytes.equals(contents[index] ?? Buffer.alloc(0))).toBe(true);
  }
  expect((await admin.check()).problems).toEqual([]);
});

test('a sweep beside the first uploads of contents that lie in the store without a row loses none of them', async () => {
  const { admin, client, servers, place } = await startThree();
  const contents = Array.from({ length: 24 }, () => randomBytes(30_000));
  const stored = storedContents(place);
  onTestFinished(() => stored.close());
  for (const content of contents)
    await stored.overwrite(`sha1:${createHash('sha1').update(content).digest('hex')}`, content);
  const later = () => Date.now() + 2 * HOUR;
  const sweeping = Promise.all(servers.map(({ data }) => sweep(data, { keepDeleted: 0, now: later })));
  const put = (index: number, body: Uint8Array) =>
    client(index).call('PUT', `/content/~/Ubuntu%20One/f${index}`, { body });
  const puts = await Promise.all(contents.map((content, index) => put(index, content)));
  await sweeping;
  expect(puts.filter(({ status }) => ![201, 503].includes(status))).toEqual([]);
  for (const [index, { status }] of puts.entries()) {
    if (status === 503) continue;
    const got = await client(index).call('GET', `/content/~/Ubuntu%20One/f${index}`);
    expect(got.bytes.equals(contents[index] ?? Buffer.alloc(0))).toBe(true);
  }
  expect((await admin.check()).problems).toEqual([]);
});

test.each(['update "blob" set "gone_at"', 'select "id" from "node" where "hash"', 'insert into "blob"'])(
  'an upload of swept content that is done just before the sweep says %s keeps its content',
  async (statement) => {
    const { admin, client, servers, place } = await startThree();
    const stored = storedContents(place);
    onTestFinished(() => stored.close());
    const content = randomBytes(30_000);
    await stored.overwrite(`sha1:${createHash('sha1').update(content).digest('hex')}`, content);
    const put = { status: 0 };
    // oxlint-disable-next-line typescript/unbound-method -- it is called on the connection that the spy was called on
    const send = pg.Client.prototype.query as (this: pg.Client, ...query: unknown[]) => unknown;
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...query) {
      const [{ text = '' }] = query as unknown as [{ text?: string }];
      if (put.status !== 0 || !text.startsWith(statement)) return send.call(this, ...query);
      put.status = -1;
      const upload = client(1).call('PUT', '/content/~/Ubuntu%20One/f', { body: content });
      return upload.then(async ({ status }) => {
        put.status = status;
        return await send.call(this, ...query);
      });
    });
    onTestFinished(() => spy.mockRestore());
    const [server] = servers;
    if (server === undefined) throw new Error('there is no server');
    await sweep(server.data, { keepDeleted: 0, now: () => Date.now() + 2 * HOUR });
    expect(put.status).toBe(201);
    const got = await client(2).call('GET', '/content/~/Ubuntu%20One/f');
    expect([got.status, got.bytes.equals(content)]).toEqual([200, true]);
    expect((await admin.check()).problems).toEqual([]);
  },
);

test('what broken uploads left in the store is swept: parts without a whole, and wholes without a name', async () => {
  const { client, place } = await startThree();
  const { blobs } = place;
  if (blobs === undefined) throw new Error('the place has no S3 store');
  const { createGateways } = await import('../../source/server/blobs/s3/gateways.ts');
  const { parseS3Address } = await import('../../source/server/blobs/s3/address.ts');
  const { startIncoming } = await import('../../source/server/blobs/s3/incoming.ts');
  const address = { ...parseS3Address(blobs.url, blobs.endpoint, blobs.region), credentials: blobs.credentials };
  const gateways = createGateways(address);
  onTestFinished(() => gateways.close());
  const store = { ...address, gateways };
  const parts = await startIncoming(store);
  await parts.send(1, Buffer.alloc(6 * 2 ** 20));
  const whole = await startIncoming(store);
  await whole.send(1, Buffer.alloc(100));
  await whole.finish();
  const stores = await openStores(place);
  onTestFinished(() => stores.close());
  expect(await stores.blobs.removeUnfinished(Date.now() - HOUR)).toBe(0);
  expect(await stores.blobs.removeUnfinished(Date.now() + HOUR)).toBe(2);
  expect(await stores.blobs.removeUnfinished(Date.now() + HOUR)).toBe(0);
  expect((await client(0).api('GET', '')).status).toBe(200);
});

test('an upload of unknown length streams within 100 MiB, and its download has its length and parts', async () => {
  const { client } = await startThree();
  const size = 300 * 2 ** 20;
  const block = randomBytes(2 ** 20);
  const before = process.memoryUsage().rss;
  let most = before;
  async function* body() {
    for (let left = size; left > 0; left -= block.byteLength) {
      most = Math.max(most, process.memoryUsage().rss);
      yield block;
    }
  }
  const put = await client(0).call('PUT', '/content/~/Ubuntu%20One/large', { body: Readable.from(body()) });
  expect([put.status, put.json.size]).toEqual([201, size]);
  expect((most - before) / 2 ** 20).toBeLessThan(100);
  const part = await client(1).call('GET', '/content/~/Ubuntu%20One/large', {
    headers: { range: `bytes=${size - 2 ** 20}-` },
  });
  expect([part.status, part.headers['content-length']]).toEqual([206, String(2 ** 20)]);
  expect(part.bytes.equals(block)).toBe(true);
  const head = await client(2).call('HEAD', '/content/~/Ubuntu%20One/large');
  expect(head.headers['content-length']).toBe(String(size));
});
