import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { codeOf, readAll, readText } from '../contracts/fixtures.ts';
import { clientOf, reply, serve } from './http/fault-server.ts';
import { wireNode } from './wire-node.ts';

const FILE = cloudLocation('test', 'v', '/a.txt');
const NODE = wireNode();
const HEX = NODE.hash.slice('sha1:'.length);
const TAGGED = { etag: `"${HEX}"`, 'last-modified': 'Mon, 22 Apr 2013 11:29:46 GMT' };

/** A store over a server that answers for the node always the same, and for contents one after the other. */
async function storeOver(node: RequestListener, ...contents: readonly RequestListener[]) {
  let count = 0;
  const { url, requests } = await serve((request, response) => {
    if (request.url?.startsWith('/api/') === true) return node(request, response);
    count += 1;
    return contents[Math.min(count, contents.length) - 1]?.(request, response);
  });
  const { client, records } = clientOf(url);
  const lines = () => requests.map(({ method, url, headers }) => [method, url, headers.range ?? ''].join(' ').trim());
  return { store: createRemoteStore(client), lines, records };
}

/** Sends the head and this much of the content, and breaks the connection when told. */
function breakAfter(text: string, whenTold: Promise<void> = Promise.resolve()): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': '5' });
    if (text === '') response.flushHeaders();
    else response.write(text);
    void whenTold.then(() => response.socket?.end());
  };
}

test('where the answer tells hash and size, one request is all', async () => {
  const { store, lines } = await storeOver(reply(500), reply(200, 'hello', { ...TAGGED, 'content-length': '5' }));
  const { size, hash, modifiedAt, body } = await store.read(FILE);
  expect({ size, hash, modifiedAt }).toEqual({
    size: 5,
    hash: NODE.hash,
    modifiedAt: Date.UTC(2013, 3, 22, 11, 29, 46),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe('hello');
  expect(lines()).toEqual(['GET /content/~/v/a.txt']);
});

test('where it does not, the node is asked as well', async () => {
  const { store, lines } = await storeOver(reply(200, NODE), reply(200, 'hello', { etag: 'W/"1"' }));
  expect(await readText(store, FILE)).toBe('hello');
  expect(lines()).toEqual(['GET /content/~/v/a.txt', 'GET /api/file_storage/v1/~/v/a.txt']);
  expect((await store.read(FILE)).modifiedAt).toBe(Date.UTC(2013, 3, 22, 11, 29, 46));
});

test('what a listing told saves the look at the node, and another content is noticed', async () => {
  const { store, lines } = await storeOver(reply(200, NODE), reply(200, 'hello'));
  const seen = await store.stat(FILE);
  expect(await readText(store, FILE, { seen })).toBe('hello');
  expect(await readText(store, FILE, { seen, from: 1 })).toBe('ello');
  expect(lines().slice(1)).toEqual(['GET /content/~/v/a.txt', 'GET /content/~/v/a.txt bytes=1-']);
  const other = { ...NODE, hash: `sha1:${createHash('sha1').update('HELLO').digest('hex')}` };
  const tagged = { etag: `"${other.hash.slice(5)}"`, 'content-length': '5' };
  const changed = await storeOver(reply(200, other), reply(200, 'HELLO', tagged), reply(200, 'HELLO'), reply(404));
  for (let round = 0; round < 3; round += 1) {
    expect(await codeOf(readAll(changed.store, FILE, { seen }))).toBe('changed');
  }
});

test('a cloud that keeps contents elsewhere is asked there', async () => {
  const elsewhere = { ...NODE, content_path: '/content/~/else where' };
  const { store, lines } = await storeOver(reply(200, elsewhere), reply(404), reply(200, 'hello'));
  expect(await readText(store, FILE)).toBe('hello');
  expect(lines().at(-1)).toBe('GET /content/~/else%20where');
});

test('a download that breaks off goes on where it was', async () => {
  const rest = reply(206, 'llo', { 'content-range': 'bytes 2-4/5' });
  const { promise: isTold, resolve: tell } = Promise.withResolvers<void>();
  const { store, lines, records } = await storeOver(reply(200, NODE), breakAfter('he', isTold), rest);
  const { body } = await store.read(FILE);
  let text = '';
  for await (const chunk of body) {
    text += Buffer.from(chunk).toString();
    // Only now: bytes that nobody has taken yet are lost with the connection, and are rightly asked for again.
    tell();
  }
  expect(text).toBe('hello');
  expect(lines().at(-1)).toBe('GET /content/~/v/a.txt bytes=2-4');
  expect(records.some((record) => record.outcome === 'failed' && record.meaning === 'connection broken')).toBe(true);
});

test('a download that gives nothing time after time ends', async () => {
  const { store, lines } = await storeOver(reply(200, NODE), breakAfter(''));
  await expect(readAll(store, FILE)).rejects.toMatchObject({ code: 'unreachable', reason: 'reset' });
  expect(lines().filter((line) => line.includes('/content/')).length).toBe(4);
});

test('a cloud without ranges still gives the part asked for', async () => {
  const { store } = await storeOver(reply(200, NODE), reply(200, 'hello'));
  expect(await readText(store, FILE, { from: 1, to: 3 })).toBe('ell');
  expect(await readText(store, FILE, { from: 3 })).toBe('lo');
});

test('a part from behind the end is empty', async () => {
  const { store } = await storeOver(reply(200, NODE), reply(416));
  expect(await readText(store, FILE, { from: 5 })).toBe('');
  expect((await store.read(FILE, { from: 9 })).size).toBe(5);
});

test.each([
  ['other bytes', reply(200, 'HELLO'), 'integrity'],
  ['too few bytes', reply(200, 'hell'), 'integrity'],
  ['too many bytes', reply(200, 'hello!'), 'changed'],
  ['no part it could name', reply(206, 'hello'), 'bad-answer'],
  ['the part of another file', reply(206, 'hello', { 'content-range': 'bytes 0-4/9' }), 'changed'],
  ['a later part', reply(206, 'llo', { 'content-range': 'bytes 2-4/5' }), 'changed'],
  ['nothing any more', reply(404), 'not-found'],
  ['a full cloud', reply(507), 'out-of-space'],
])('a download of %s fails', async (_what, answer, code) => {
  const { store } = await storeOver(reply(200, NODE), answer);
  expect(await codeOf(readAll(store, FILE))).toBe(code);
});

test('a tag that is no hash of the content does no harm, and a wrong content is still noticed', async () => {
  const tag = { etag: `"${'0'.repeat(40)}"`, 'content-length': '5' };
  const odd = await storeOver(reply(200, NODE), reply(200, 'hello', tag));
  expect(await readText(odd.store, FILE)).toBe('hello');
  const wrong = await storeOver(reply(200, NODE), reply(200, 'HELLO', { ...TAGGED, 'content-length': '5' }));
  expect(await codeOf(readAll(wrong.store, FILE))).toBe('integrity');
});

test('a small content that is not what was seen is noticed before it is handed on', async () => {
  const right = await storeOver(reply(200, NODE), reply(200, 'hello', { ...TAGGED, 'content-length': '5' }));
  const seen = await right.store.stat(FILE);
  expect((await right.store.read(FILE, { seen })).whole?.byteLength).toBe(5);
  const wrong = await storeOver(reply(200, NODE), reply(200, 'HELLO', { ...TAGGED, 'content-length': '5' }));
  expect(await codeOf(wrong.store.read(FILE, { seen }))).toBe('integrity');
});

test.each([
  ['a folder', { ...NODE, kind: 'directory', has_children: false }, 'not-a-file'],
  ['a file without content', { ...NODE, hash: null, size: null }, 'not-found'],
])('%s cannot be read', async (_what, node, code) => {
  const { store } = await storeOver(reply(200, node), reply(400));
  expect(await codeOf(store.read(FILE))).toBe(code);
});

test('an answer that is of no use is called off', async () => {
  const { store, records } = await storeOver(reply(404), reply(200, 'x'.repeat(1e6)));
  expect(await codeOf(store.read(FILE))).toBe('not-found');
  expect(records.at(-1)).toMatchObject({ path: 'v/a.txt', outcome: 'cancelled' });
});
