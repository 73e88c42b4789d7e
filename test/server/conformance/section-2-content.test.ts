import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createContentHash, send } from '../helpers.ts';
import { shareCloud } from './walk.ts';

const { running, somebody } = shareCloud();

const FILE = '/content/~/Ubuntu%20One/f.txt';
const NODE = '/~/Ubuntu%20One/f.txt';

function digestOf(content: string | Buffer) {
  const hash = createContentHash();
  hash.update(Buffer.from(content));
  return hash.digest();
}

test('§2.5 content is 201 for a new file, 200 for one that is there, and comes back byte for byte', async () => {
  const { client } = await somebody();
  const content = randomBytes(300_000);
  const first = await client.call('PUT', FILE, { body: content });
  expect(first.status).toBe(201);
  expect(first.json).toMatchObject({
    size: 300_000,
    hash: digestOf(content).hash,
    generation: 2,
    generation_created: 1,
  });
  const second = await client.call('PUT', FILE, { body: 'other' });
  expect([second.status, second.json.key]).toEqual([200, first.json.key]);
  await client.call('PUT', FILE, { body: content });
  const got = await client.call('GET', FILE);
  expect(got.status).toBe(200);
  expect(got.bytes.equals(content)).toBe(true);
  expect(got.headers).toMatchObject({
    'content-length': '300000',
    'accept-ranges': 'bytes',
    'content-type': 'text/plain',
  });
});

test('§1.2 content goes into a directory under a name, and its parents are made', async () => {
  const { client } = await somebody();
  const directory = await client.api('PUT', '/~/Ubuntu%20One/d', '{"kind":"directory"}');
  const path = `${directory.json.content_path}/new/deep.bin`.replaceAll(' ', '%20');
  const put = await client.call('PUT', path, { body: 'x' });
  expect([put.status, put.json.path]).toEqual([201, '/d/new/deep.bin']);
});

test('§1.4 content of unknown length arrives whole', async () => {
  const { client } = await somebody();
  const put = await client.call('PUT', FILE, { body: Readable.from([Buffer.alloc(100_000, 'a'), Buffer.from('end')]) });
  expect([put.status, put.json.size]).toEqual([201, 100_003]);
  expect((await client.call('GET', FILE)).text.endsWith('aend')).toBe(true);
});

test('§1.1 content may come by the API root too, as the documentation has it', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/content/~/Ubuntu%20One/f.txt', 'x');
  expect((await client.api('GET', '/content/~/Ubuntu%20One/f.txt')).text).toBe('x');
});

test('§5.4 an empty file has content of no bytes, which is not the same as none', async () => {
  const { client } = await somebody();
  await client.api('PUT', NODE, '{"kind":"file"}');
  expect((await client.call('GET', FILE)).status).toBe(404);
  const put = await client.call('PUT', FILE, { body: '', headers: { 'content-length': '0' } });
  expect(put.json).toMatchObject({ size: 0, hash: 'sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709' });
  const got = await client.call('GET', FILE);
  expect([got.status, got.bytes.length, got.headers['content-length']]).toEqual([200, 0, '0']);
  expect((await client.call('GET', FILE, { headers: { range: 'bytes=0-1' } })).status).toBe(416);
});

test.each([
  ['bytes=0-1', 206, 'he', 'bytes 0-1/6'],
  ['bytes=2-', 206, 'llo\n', 'bytes 2-5/6'],
  ['bytes=-2', 206, 'o\n', 'bytes 4-5/6'],
  ['bytes=-100', 206, 'hello\n', 'bytes 0-5/6'],
  ['bytes=4-100', 206, 'o\n', 'bytes 4-5/6'],
  ['bytes=6-', 416, '{"error":"The range lies past the end."}', 'bytes */6'],
  ['123-', 200, 'hello\n', undefined],
  ['bytes=3-2', 200, 'hello\n', undefined],
  ['bytes=0-1,3-4', 200, 'hello\n', undefined],
])('§2.5 the range %s is answered %i', async (range, status, body, contentRange) => {
  const { client } = await somebody();
  await client.call('PUT', FILE, { body: 'hello\n', headers: { range: 'bytes=0-1' } });
  const got = await client.call('GET', FILE, { headers: { range } });
  expect([got.status, got.text, got.headers['content-range']]).toEqual([status, body, contentRange]);
});

test('§2.5 HEAD has the headers of GET and no body', async () => {
  const { client } = await somebody();
  await client.call('PUT', FILE, { body: 'hello\n' });
  const got = await client.call('HEAD', FILE);
  expect([got.status, got.headers['content-length'], got.bytes.length]).toEqual([200, '6', 0]);
});

test.each([
  ['a.json', 'application/octet-stream'],
  ['a.geojson', 'application/octet-stream'],
  ['a.png', 'image/png'],
  ['none', 'application/octet-stream'],
  ['html', 'application/octet-stream'],
  ['a.HTML', 'text/html'],
  ['a.', 'application/octet-stream'],
])('§2.5 %s is served as %s', async (name, type) => {
  const { client } = await somebody();
  await client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: '{}' });
  expect((await client.call('GET', `/content/~/Ubuntu%20One/${name}`)).headers['content-type']).toBe(type);
});

test.each([
  ['GET', '/content/~/Ubuntu%20One/none', 404],
  ['GET', '/content/~/none/f', 404],
  ['GET', '/content/~/Ubuntu%20One', 400],
  ['PUT', '/content/~/Ubuntu%20One', 400],
  ['PUT', '/content/~/none/f', 404],
  ['POST', '/content/~/Ubuntu%20One/f', 405],
])('§2.5 and §3.3 %s %s is answered %i', async (verb, path, status) => {
  const { client } = await somebody();
  const answer = await client.call(verb, path, verb === 'GET' ? {} : { body: 'x' });
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json']);
  expect(answer.json.error).toEqual(expect.any(String));
});

test('§5.5 an upload over the quota is refused with 507 and the old content stays', async () => {
  const { client } = await somebody({ maxBytes: 10 });
  await client.call('PUT', FILE, { body: 'old' });
  for (const body of ['x'.repeat(11), Readable.from([Buffer.alloc(6), Buffer.alloc(6)])]) {
    const put = await client.call('PUT', FILE, { body });
    expect(put.status).toBe(507);
    expect(put.json.error).toMatch(/^Upload will exceed quota \(needed size \d+, free bytes \d+\)\.$/);
  }
  expect((await client.call('GET', FILE)).text).toBe('old');
  expect((await client.call('PUT', '/content/~/Ubuntu%20One/g', { body: 'x'.repeat(8) })).status).toBe(507);
  expect((await client.api('GET', '/~/Ubuntu%20One/g')).status).toBe(404);
  expect((await client.call('GET', '/api/quota/')).json).toEqual({ total: 10, used: 3 });
});

test('§5.5 what is over the quota may still shrink', async () => {
  const { client, email } = await somebody({ maxBytes: 10 });
  const { server } = running();
  await client.call('PUT', FILE, { body: 'x'.repeat(10) });
  const { changeAccount } = await import('../../../source/server/rules/accounts/accounts.ts');
  await server.data.metadata.write((tx) => changeAccount(tx, email, { max_bytes: 5 }));
  expect((await client.call('PUT', FILE, { body: 'x'.repeat(8) })).status).toBe(200);
  expect((await client.call('PUT', FILE, { body: Readable.from([Buffer.alloc(7)]) })).status).toBe(200);
  expect((await client.call('PUT', FILE, { body: 'x'.repeat(9) })).status).toBe(507);
});

test('§2.5 a big upload that is refused is answered although the client sends on', async () => {
  const { client } = await somebody({ maxBytes: 10 });
  const put = await client.call('PUT', FILE, { body: Buffer.alloc(20_000_000) });
  expect(put.status).toBe(507);
});

test('§5.5 room is counted through uploads, deletes and volumes', async () => {
  const { client } = await somebody();
  const used = async () => (await client.call('GET', '/api/quota/')).json.used;
  await client.api('PUT', '/volumes/~/x');
  await client.call('PUT', '/content/~/x/a/b', { body: '12345' });
  await client.call('PUT', FILE, { body: '12345' });
  expect(await used()).toBe(10);
  await client.call('PUT', FILE, { body: '1' });
  expect(await used()).toBe(6);
  await client.api('DELETE', '/~/x/a');
  expect(await used()).toBe(1);
  await client.call('PUT', '/content/~/x/c', { body: '123' });
  await client.api('DELETE', '/volumes/~/x');
  expect(await used()).toBe(1);
});

test('§2.5 the same content again is no change', async () => {
  const { client } = await somebody();
  const first = await client.call('PUT', FILE, { body: 'same' });
  const second = await client.call('PUT', FILE, { body: 'same' });
  expect([second.status, second.json.generation]).toEqual([200, first.json.generation]);
});

test('§2.4 content whose hash is known needs no bytes when the client proves that it has them', async () => {
  const { client } = await somebody();
  await client.call('PUT', FILE, { body: 'secret\n' });
  const { hash, magicHash } = digestOf('secret\n');
  const other = (await somebody()).client;
  const wish = (magic?: string) => JSON.stringify({ kind: 'file', hash, ...(magic && { magic_hash: magic }) });
  for (const body of [
    wish(),
    wish('magic_hash:0000'),
    JSON.stringify({ kind: 'file', hash: 'sha1:00', magic_hash: magicHash }),
  ]) {
    const refused = await other.api('PUT', '/~/Ubuntu%20One/new/deep/f', body);
    expect([refused.status, refused.json]).toEqual([400, { error: 'The content could not be reused.' }]);
  }
  expect((await other.api('GET', '/~/Ubuntu%20One/new')).status).toBe(404);
  const granted = await other.api('PUT', '/~/Ubuntu%20One/new/deep/f', wish(magicHash));
  expect([granted.status, granted.json.size, granted.json.hash]).toEqual([200, 7, hash]);
  expect((await other.call('GET', '/content/~/Ubuntu%20One/new/deep/f')).text).toBe('secret\n');
  const owned = await client.api('PUT', '/~/Ubuntu%20One/copy', wish());
  expect([owned.status, owned.json.size]).toEqual([200, 7]);
  expect((await client.call('GET', '/api/quota/')).json.used).toBe(14);
});

test('§2.4 magic on a file that is there needs both hashes, and the same content changes nothing', async () => {
  const { client } = await somebody();
  await client.call('PUT', FILE, { body: 'one' });
  await client.call('PUT', '/content/~/Ubuntu%20One/g', { body: 'two' });
  const { hash, magicHash } = digestOf('two');
  expect((await client.api('PUT', NODE, JSON.stringify({ hash }))).json.hash).toBe(digestOf('one').hash);
  const changed = await client.api('PUT', NODE, JSON.stringify({ hash, magic_hash: magicHash }));
  expect(changed.json).toMatchObject({ hash, size: 3 });
  const again = await client.api('PUT', NODE, JSON.stringify({ hash, magic_hash: magicHash }));
  expect(again.json).toEqual(changed.json);
});

test('§2.4 magic obeys the quota', async () => {
  const { client } = await somebody();
  await client.call('PUT', FILE, { body: '1234567890' });
  const { hash, magicHash } = digestOf('1234567890');
  const poor = (await somebody({ maxBytes: 9 })).client;
  const refused = await poor.api('PUT', NODE, JSON.stringify({ kind: 'file', hash, magic_hash: magicHash }));
  expect(refused.status).toBe(507);
  expect((await poor.api('GET', NODE)).status).toBe(404);
});

test('§2.6 a published file is there for anyone until it is unpublished, and its address survives a move', async () => {
  const { client } = await somebody();
  const { server } = running();
  await client.call('PUT', '/content/~/Ubuntu%20One/p%22%C3%A9.html', { body: '<script>alert(1)</script>' });
  const published = await client.api('PUT', '/~/Ubuntu%20One/p%22%C3%A9.html', '{"is_public":true}');
  expect(published.json.public_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9A-Za-z]{22}$/);
  const id = new URL(published.json.public_url).pathname;
  const got = await send(server.address, 'GET', id);
  expect([got.status, got.text]).toEqual([200, '<script>alert(1)</script>']);
  expect(got.headers).toMatchObject({
    'content-disposition': "attachment; filename*=UTF-8''p%22%C3%A9.html",
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const moved = await client.api('PUT', '/~/Ubuntu%20One/p%22%C3%A9.html', '{"path":"/q.txt"}');
  expect(moved.json.public_url).toBe(published.json.public_url);
  expect((await client.api('GET', '/public_files')).json).toEqual([moved.json]);
  expect((await send(server.address, 'GET', id)).headers['content-disposition']).toMatch(/^inline/);
  await client.api('PUT', '/~/Ubuntu%20One/q.txt', '{"is_public":false}');
  expect((await send(server.address, 'GET', id)).status).toBe(404);
  const anew = await client.api('PUT', '/~/Ubuntu%20One/q.txt', '{"is_public":true}');
  expect(anew.json.public_url).not.toBe(published.json.public_url);
  await client.api('DELETE', '/~/Ubuntu%20One/q.txt');
  expect((await send(server.address, 'GET', new URL(anew.json.public_url).pathname)).status).toBe(404);
});

test('§2.6 a published file without content is listed, and its address leads nowhere', async () => {
  const { client } = await somebody();
  const { server } = running();
  await client.api('PUT', NODE, '{"kind":"file"}');
  const published = await client.api('PUT', NODE, '{"is_public":true}');
  expect((await client.api('GET', '/public_files')).json).toHaveLength(1);
  expect((await send(server.address, 'GET', new URL(published.json.public_url).pathname)).status).toBe(404);
});

test('§2.5 content by key is for the owner alone', async () => {
  const { client } = await somebody();
  const { server } = running();
  const put = await client.call('PUT', FILE, { body: 'mine' });
  await client.api('PUT', '/volumes/~/x');
  const inVolume = await client.call('PUT', '/content/~/x/f', { body: 'mine too' });
  const other = (await somebody()).client;
  for (const [key, text] of [
    [put.json.key, 'mine'],
    [inVolume.json.key, 'mine too'],
  ]) {
    for (const path of [`/${key}`, `/content/${key}`]) {
      expect((await client.call('GET', path)).text).toBe(text);
      expect((await other.call('GET', path)).status).toBe(404);
    }
    expect((await send(server.address, 'GET', `/${key}`)).status).toBe(404);
    expect((await send(server.address, 'GET', `/content/${key}`)).status).toBe(401);
  }
});

test('§1.4 a client that asks first gets its refusal without sending, and its 100 when it may', async () => {
  const { client } = await somebody({ maxBytes: 10 });
  const { hostname, port } = new URL(client.origin);
  const converse = (length: number, body: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let seen = '';
      const head = `PUT ${FILE} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: ${client.header('PUT', FILE)}\r\n`;
      socket.write(`${head}Content-Length: ${length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`);
      socket.on('data', (chunk) => {
        seen += chunk.toString();
        if (seen.endsWith('100 Continue\r\n\r\n')) socket.write(body);
        if (/^HTTP\/1.1 [2-5]/m.test(seen)) socket.end();
      });
      socket.on('error', reject).on('close', () => resolve(seen));
    });
  expect(await converse(5, 'hello')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 Created\r\n/);
  expect(await converse(50, 'hello')).toMatch(/^HTTP\/1\.1 507 /);
});
