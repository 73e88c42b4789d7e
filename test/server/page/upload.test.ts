import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { startCloud } from '../helpers.ts';
import { createVisitor } from './visitor.ts';

const MIB = 1024 * 1024;
const BOUNDARY = 'between';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

function head(token: string, name: string): string {
  const part = (what: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${what}\r\n`;
  return `${part('name="token"')}\r\n${token}\r\n${part(`name="file"; filename="${name}"`)}\r\n`;
}

test('a large upload never sits in memory', { timeout: 180_000 }, async () => {
  const { server, client } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const size = 320 * MIB;
  const chunk = randomBytes(MIB);
  const hash = createHash('sha1');
  const before = process.memoryUsage();
  let most = 0;
  async function* body() {
    yield Buffer.from(head(visitor.token(), 'large.bin'));
    for (let sent = 0; sent < size; sent += MIB) {
      hash.update(chunk);
      yield chunk;
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      most = Math.max(most, arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed);
    }
    yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  }
  const answer = await visitor.raw(
    'POST',
    '/files/upload/~/Ubuntu%20One',
    Readable.from(body(), { objectMode: false }),
    { 'content-type': TYPE },
  );
  expect(answer.status).toBe(303);
  const { json } = await client.api('GET', '/~/Ubuntu%20One/large.bin');
  expect(json).toMatchObject({ size, hash: `sha1:${hash.digest('hex')}` });
  expect(most).toBeLessThan(128 * MIB);
});

test('an upload that is cut off leaves nothing, and the server goes on', async () => {
  const { server, client, stored } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const start = head(visitor.token(), 'half.bin') + 'x'.repeat(9_000_000);
  socket.write(
    `POST /files/upload/~/Ubuntu%20One HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Type: ${TYPE}\r\nContent-Length: 15000000\r\n\r\n${start}`,
  );
  await expect.poll(() => stored.unfinished(), { timeout: 20_000 }).toBe(1);
  socket.destroy();
  await expect.poll(() => stored.unfinished(), { timeout: 20_000 }).toBe(0);
  expect((await client.api('GET', '/~/Ubuntu%20One/half.bin')).status).toBe(404);
  expect((await visitor.get('/files/')).status).toBe(200);
});

test('a form that ends in the middle of a file is refused, and nothing is stored', async () => {
  const { server, client } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  for (const body of [
    head(visitor.token(), 'half.bin') + 'half',
    head(visitor.token(), 'half.bin').slice(0, -10),
    'nonsense',
    '',
  ]) {
    const answer = await visitor.raw('POST', '/files/upload/~/Ubuntu%20One', body, { 'content-type': TYPE });
    expect([400, 403]).toContain(answer.status);
  }
  const odd = await visitor.raw('POST', '/files/upload/~/Ubuntu%20One', 'a=b', { 'content-type': 'text/plain' });
  expect(odd.status).toBe(400);
  expect((await client.api('GET', '/~/Ubuntu%20One')).json.has_children).toBe(false);
});

test('a script is told 204 and finds the outcome on the page it loads', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const body = `${head(visitor.token(), 'a.txt')}hello\r\n--${BOUNDARY}--\r\n`;
  const answer = await visitor.raw('POST', '/files/upload/~/Ubuntu%20One', body, {
    'content-type': TYPE,
    'x-requested-with': 'u1file',
  });
  expect(answer.status).toBe(204);
  expect((await visitor.get('/files/~/Ubuntu%20One')).text).toContain('“a.txt” is uploaded.');
});

test('a form without a file says so', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  expect((await visitor.upload('Ubuntu%20One', { '': '' })).text).toContain('No file was chosen.');
  expect((await visitor.upload('Ubuntu%20One', {})).text).toContain('No file was chosen.');
});

test('who has too much going on at once is told to come again, and nobody else is', async () => {
  const { server, stored, addClient } = await startCloud({ settings: { requestsPerUser: 1 } });
  await addClient('eve@example.org');
  const visitor = createVisitor(server.address);
  const eve = createVisitor(server.address);
  await visitor.signIn();
  await eve.signIn('eve@example.org');
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const start = head(visitor.token(), 'slow.bin') + 'x'.repeat(9_000_000);
  socket.write(
    `POST /files/upload/~/Ubuntu%20One HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Type: ${TYPE}\r\nContent-Length: 15000000\r\n\r\n${start}`,
  );
  await expect.poll(() => stored.unfinished(), { timeout: 20_000 }).toBe(1);
  // Where there are two servers, both have to know of it.
  const status = async () => (await visitor.get('/files/')).status;
  await expect.poll(async () => [await status(), await status()], { timeout: 20_000 }).toEqual([503, 503]);
  const busy = await visitor.get('/files/');
  expect(busy.status).toBe(503);
  expect(busy.headers['retry-after']).toBe('1');
  expect(busy.text).toContain('The server is busy');
  expect((await eve.get('/files/')).status).toBe(200);
  socket.destroy();
  await expect.poll(async () => (await visitor.get('/files/')).status, { timeout: 20_000 }).toBe(200);
});
