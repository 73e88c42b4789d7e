import { expect, test } from 'vitest';
import { API_ROOT, ask, exchange, plaintext } from './raw.ts';
import { shareCloud } from './walk.ts';

const { somebody } = shareCloud();

const NODE = `${API_ROOT}/~/Ubuntu%20One/f`;
const CONTENT = '/content/~/Ubuntu%20One/f';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const chunks = (...parts: string[]) =>
  [...parts, ''].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('');

test.each([
  ['no content type', ''],
  ['a form', 'Content-Type: application/x-www-form-urlencoded\r\n'],
  ['text', 'Content-Type: text/plain; charset=utf-8\r\n'],
  ['JSON', 'Content-Type: application/json\r\n'],
  ['nonsense', 'Content-Type: ;;;\r\n'],
  ['an empty type', 'Content-Type:\r\n'],
])('§1.4 a JSON body with %s is understood', async (_what, headers) => {
  const { client } = await somebody();
  const answer = await ask(client, { verb: 'PUT', target: NODE, headers, body: '{"kind":"file"}' });
  expect([answer.status, JSON.parse(answer.body).content_path]).toEqual([200, '/content/~/Ubuntu One/f']);
});

test('§1.4 bodies may be chunked, of nodes and of content', async () => {
  const { client } = await somebody();
  const node = await ask(client, { verb: 'PUT', target: NODE, headers: CHUNKED, body: chunks('{"kind":', '"file"}') });
  expect(node.status).toBe(200);
  const content = await ask(client, { verb: 'PUT', target: CONTENT, headers: CHUNKED, body: chunks('hello', '\n') });
  expect([content.status, JSON.parse(content.body).size]).toEqual([200, 6]);
});

test('§1.4 a volume is made without a body, with one that means nothing, and with no length at all', async () => {
  const { client } = await somebody();
  for (const body of ['', 'anything'])
    expect((await ask(client, { verb: 'PUT', target: `${API_ROOT}/volumes/~/x`, body })).status).toBe(200);
});

test('§1.4 a body on DELETE is passed over', async () => {
  const { client } = await somebody();
  await ask(client, { verb: 'PUT', target: NODE, body: '{"kind":"file"}' });
  const answer = await ask(client, { verb: 'DELETE', target: NODE, body: ' ' });
  expect([answer.status, answer.body]).toEqual([200, 'null']);
  expect(answer.head).toContain('Content-Type: application/json\r\n');
});

test('§1.4 content labelled JSON is content, and a range on PUT means nothing', async () => {
  const { client } = await somebody();
  const headers = 'Content-Type: application/json\r\nRange: bytes=0-1\r\n';
  const put = await ask(client, { verb: 'PUT', target: CONTENT, headers, body: '{not json' });
  expect([put.status, JSON.parse(put.body).size]).toEqual([201, 9]);
});

test('§1.5 an empty answer has a type too, and no JSON has a charset', async () => {
  const { client } = await somebody();
  const targets = [API_ROOT, `${API_ROOT}/none`, '/api/1.0/authentications', '/api/time', '/content/~/x/y', '/nothing'];
  for (const target of targets) {
    const { head, body } = await ask(client, { target });
    const type = /^content-type: (.*)$/im.exec(head)?.[1];
    expect([target, type]).toEqual([target, expect.stringMatching(/^(application\/json|text\/plain; charset=utf-8)$/)]);
    if (type === 'application/json') expect(() => JSON.parse(body) as unknown).not.toThrow();
  }
});

test('§1.5 401 is spelled UNAUTHORIZED', async () => {
  const { client } = await somebody();
  const answer = await ask(client, { target: API_ROOT, headers: 'Authorization: OAuth nothing\r\n' });
  expect([answer.status, answer.reason]).toEqual([401, 'UNAUTHORIZED']);
});

test.each([
  ['nonsense', 'nonsense\r\n\r\n'],
  ['no HTTP', 'GET /a b c\r\n\r\n'],
  ['two lengths', `PUT ${CONTENT} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx`],
  [
    'length and chunks',
    `PUT ${CONTENT} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ['a line folded', `GET ${API_ROOT} HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n`],
  ['a request line without end', `GET ${API_ROOT}/~/${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['headers without end', `GET ${API_ROOT} HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`],
])('%s is answered 4xx and the connection closed', async (_what, bytes) => {
  const { client } = await somebody();
  expect(await exchange(client.origin, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test('requests follow each other on one connection', async () => {
  const { client } = await somebody();
  const { host } = new URL(client.origin);
  const get = (target: string, last: boolean) =>
    `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${plaintext(client)}\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
  const seen = await exchange(client.origin, get(API_ROOT, false) + get('/api/quota/', false) + get('/api/time', true));
  expect(seen.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  'a name that every object has, %s, is a name like any other',
  async (name) => {
    const { client } = await somebody();
    const volume = `${API_ROOT}/volumes/~/${name}`;
    expect((await ask(client, { verb: 'PUT', target: volume, headers: `${name}: x\r\n` })).status).toBe(200);
    await client.call('PUT', `/content/~/${name}/${name}/a.${name}`, { body: 'content' });
    const got = await client.call('GET', `/content/~/${name}/${name}/a.${name}?${name}=1`);
    expect([got.status, got.text, got.headers['content-type']]).toEqual([200, 'content', 'application/octet-stream']);
    const node = `${API_ROOT}/~/${name}/${name}/a.${name}`;
    const wish = `{"${name}":{"is_public":true,"path":"/elsewhere"},"kind":"directory"}`;
    const put = JSON.parse((await ask(client, { verb: 'PUT', target: node, body: wish })).body);
    expect([put.path, put.kind, put.is_public]).toEqual([`/${name}/a.${name}`, 'file', false]);
    expect(JSON.parse((await ask(client, { target: `${API_ROOT}/volumes` })).body)).toHaveLength(2);
    for (const target of [`${API_ROOT}/${name}`, `/${name}`, `/files/${name}`])
      expect([target, (await ask(client, { target })).status]).toEqual([target, 404]);
  },
);
