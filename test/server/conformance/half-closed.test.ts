import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { parse, plaintext } from './raw.ts';
import { shareCloud } from './walk.ts';

const { somebody } = shareCloud();

/** Sends all of it, says that nothing more comes, and reads what is answered. */
async function sendAndEnd(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return await new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    let seen = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (seen += chunk));
    socket.on('error', reject).on('end', () => resolve(seen));
    socket.end(bytes, 'latin1');
  });
}

test.each([
  ['as usual', '/~/Ubuntu%20One/f'],
  ['with raw spaces', '/~/Ubuntu One/f'],
])('a client that ends its side with the request still gets its answer, %s', async (_how, path) => {
  const { client } = await somebody();
  const head = `Host: x\r\nAuthorization: ${plaintext(client)}\r\n`;
  const put = `PUT /content${path} HTTP/1.1\r\n${head}Content-Length: 100000\r\n\r\n${'x'.repeat(100_000)}`;
  expect(parse(await sendAndEnd(client.origin, put)).status).toBe(201);
  const got = parse(await sendAndEnd(client.origin, `GET /content${path} HTTP/1.1\r\n${head}\r\n`));
  expect([got.status, got.body.length]).toEqual([200, 100_000]);
  // Nothing is left to wait for, so the connection is closed, although nobody said so.
  expect(got.head).not.toMatch(/^connection: close/im);
});
