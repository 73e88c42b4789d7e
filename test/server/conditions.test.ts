import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createClient, startCloud } from './helpers.ts';
import type { TestClient } from './helpers.ts';

const FILE = '/content/~/Ubuntu%20One/f';
const tagOf = (text: string) => `"${createHash('sha1').update(text).digest('hex')}"`;

const put = (client: TestClient, body: string | PassThrough, headers: Record<string, string>, path = FILE) =>
  client.call('PUT', path, { body, headers });

test('an upload for a place where nothing is does not overwrite what came there meanwhile', async () => {
  const { client } = await startCloud();
  const headers = { 'if-none-match': '*' };
  expect((await put(client, 'first', headers)).status).toBe(201);
  const second = await put(client, 'second', headers);
  expect([second.status, second.json]).toEqual([412, { error: 'Something is there already.' }]);
  expect((await client.call('GET', FILE)).text).toBe('first');
  // A file that was never filled is there too.
  await client.api('PUT', '/~/Ubuntu%20One/empty', '{"kind":"file"}');
  expect((await put(client, 'x', headers, '/content/~/Ubuntu%20One/empty')).status).toBe(412);
  await client.api('DELETE', '/~/Ubuntu%20One/f');
  expect((await put(client, 'third', headers)).status).toBe(201);
});

test('an upload over what was seen does not overwrite anything else', async () => {
  const { client } = await startCloud();
  expect((await put(client, 'seen', { 'if-match': tagOf('seen') })).status).toBe(412);
  expect((await client.api('GET', '/~/Ubuntu%20One/f')).status).toBe(404);
  await put(client, 'seen', {});
  const { etag = '' } = (await client.call('GET', FILE)).headers;
  expect(etag).toBe(tagOf('seen'));
  expect((await put(client, 'next', { 'if-match': etag })).status).toBe(200);
  const late = await put(client, 'late', { 'if-match': etag });
  expect([late.status, late.json]).toEqual([412, { error: 'What is there is not what was seen.' }]);
  expect((await client.call('GET', FILE)).text).toBe('next');
});

test('conditions are read as the standard writes them', async () => {
  const { client } = await startCloud();
  const seen = tagOf('seen');
  for (const [headers, status] of [
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': `"other", ${seen}` }, 200],
    [{ 'if-match': seen.toUpperCase() }, 200],
    [{ 'if-match': `W/${seen}` }, 412],
    [{ 'if-match': '' }, 412],
    [{ 'if-match': 'nonsense' }, 412],
    [{ 'if-none-match': seen }, 412],
    [{ 'if-none-match': `W/${seen}` }, 412],
    [{ 'if-none-match': '"other", "x"' }, 200],
    [{ 'if-match': seen, 'if-none-match': tagOf('other') }, 200],
    [{ 'if-match': seen, 'if-none-match': '*' }, 412],
  ] as [Record<string, string>, number][]) {
    await put(client, 'seen', {});
    const answer = await put(client, 'next', headers);
    const { text } = await client.call('GET', FILE);
    expect([headers, answer.status, text]).toEqual([headers, status, status === 200 ? 'next' : 'seen']);
  }
});

test('of two uploads for an empty place that run at once, the slower one is refused at its end', async () => {
  const { client } = await startCloud();
  const bodies = [new PassThrough(), new PassThrough()];
  const running = bodies.map((body) => put(client, body, { 'if-none-match': '*' }));
  for (const body of bodies) body.write('x'.repeat(100_000));
  bodies[0]?.end('first');
  expect((await running[0])?.status).toBe(201);
  bodies[1]?.end('second');
  expect((await running[1])?.status).toBe(412);
  expect((await client.call('GET', FILE)).text.endsWith('first')).toBe(true);
});

test('what a condition refused may be sent again with the same signature', async () => {
  const { client } = await startCloud();
  const again = createClient(client.origin, client.credentials);
  const request = { nonce: 'same', now: Date.now(), headers: { 'if-none-match': '*' }, body: 'x' };
  await put(client, 'there', {});
  expect((await again.call('PUT', FILE, request)).status).toBe(412);
  await client.api('DELETE', '/~/Ubuntu%20One/f');
  expect((await again.call('PUT', FILE, request)).status).toBe(201);
  expect((await again.call('PUT', FILE, request)).status).toBe(401);
});
