import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { codeOf, listAll } from '../contracts/fixtures.ts';
import { clientOf, reply, serve } from './http/fault-server.ts';
import { wireNode } from './wire-node.ts';

const FOLDER = cloudLocation('test', 'v', '/big');

function node(path: string, more: object = {}) {
  return wireNode({ path, parent_path: '/~/v/big', hash: null, size: null, ...more });
}

function listingOf(count: number): string {
  const children = Array.from({ length: count }, (_, index) => node(`/big/file ${index}`));
  return JSON.stringify({ ...node('/big'), kind: 'directory', has_children: count > 0, children });
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `file ${index}`);
}

async function storeOver(...answers: readonly RequestListener[]) {
  const { url, requests } = await serve(...answers);
  const { client, records } = clientOf(url);
  return { store: createRemoteStore(client), requests, records };
}

test('100 000 entries arrive each once, in batches that grow', async () => {
  const { store, records } = await storeOver(reply(200, listingOf(100_000)));
  const batches: string[][] = [];
  for await (const batch of store.list(FOLDER)) batches.push(batch.map(({ name }) => name));
  // As one text: compared name by name they would take longer than they took to come.
  expect(batches.flat().join()).toBe(names(100_000).join());
  expect(batches[0]?.length).toBeLessThan(1000);
  expect(batches.length).toBeLessThan(50);
  expect(records.at(-1)).toMatchObject({ method: 'GET', path: 'v/big', status: 200, outcome: 'ok' });
});

test('the first rows are there before the listing is whole', async () => {
  const text = listingOf(2000);
  let finish = (): void => {};
  const { store } = await storeOver((_request, response) => {
    response.writeHead(200).write(text.slice(0, text.length / 2));
    finish = () => void response.end(text.slice(text.length / 2));
  });
  const list = store.list(FOLDER)[Symbol.asyncIterator]();
  const first = await list.next();
  expect(first.done === true ? [] : first.value.map(({ name }) => name)).toContain('file 0');
  finish();
  let count = first.done === true ? 0 : first.value.length;
  for (let next = await list.next(); next.done !== true; next = await list.next()) count += next.value.length;
  expect(count).toBe(2000);
});

test('a listing that is left is broken off', async () => {
  const text = listingOf(2000);
  let left = (): void => {};
  const isLeft = new Promise<void>((resolve) => {
    left = resolve;
  });
  const { store } = await storeOver((_request, response) => {
    response.on('close', left);
    response.writeHead(200).write(text.slice(0, text.length / 2));
  });
  for await (const batch of store.list(FOLDER)) {
    expect(batch.length).toBeGreaterThan(0);
    break;
  }
  await isLeft;
});

test('a listing that breaks off is asked for again, and no row comes twice', async () => {
  const text = listingOf(3000);
  const breaking: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) }).write(text.slice(0, text.length / 2));
    setTimeout(() => response.socket?.destroy(), 50);
  };
  const { store, requests } = await storeOver(breaking, reply(200, text));
  expect((await listAll(store, FOLDER)).map(({ name }) => name)).toEqual(names(3000));
  expect(requests.length).toBe(2);
});

test('a listing that breaks off time after time ends', async () => {
  const { store } = await storeOver((_request, response) => {
    response.writeHead(200, { 'content-length': '99999' }).write(listingOf(3).slice(0, 700));
    setTimeout(() => response.socket?.destroy(), 5);
  });
  await expect(listAll(store, FOLDER)).rejects.toMatchObject({ code: 'unreachable', reason: 'reset' });
});

test.each([
  ['truncated', listingOf(3).slice(0, -20), 'bad-answer'],
  ['with a child of no kind', listingOf(3).replace('"kind":"file","path":"/big/file 1"', '"kind":"x"'), 'bad-answer'],
  ['of a file', JSON.stringify(node('/big')), 'not-a-folder'],
  ['that is a web page', '<html></html>', 'bad-answer'],
])('a listing %s is refused', async (_what, text, code) => {
  const { store } = await storeOver(reply(200, text));
  expect(await codeOf(listAll(store, FOLDER))).toBe(code);
});

test('a folder that is answered 500 is asked for as often as any request, no more', async () => {
  const { store, requests, records } = await storeOver(reply(500, '{"error":"internal error"}'));
  expect(await codeOf(listAll(store, FOLDER))).toBe('server-error');
  expect(requests.length).toBe(records.at(-1)?.maxTries);
  expect(new Set(records.map(({ id }) => id)).size).toBe(1);
});
