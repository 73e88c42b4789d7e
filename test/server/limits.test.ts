import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { exchange } from './conformance/raw.ts';
import { startCloud } from './helpers.ts';

test('a body that no JSON needs is refused with 413, and headers without end with 431', async () => {
  const { client } = await startCloud();
  const long = await client.api('PUT', '/~/Ubuntu%20One/f', { body: `{"kind":"${'x'.repeat(1_100_000)}"}` });
  expect([long.status, long.json.error]).toEqual([413, 'The body is too long.']);
  const seen = await exchange(client.origin, `GET /api/time HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`);
  expect(seen).toMatch(/^HTTP\/1\.1 (400|431) /);
});

test('a client that sends its headers drop by drop is let go', async () => {
  const { client } = await startCloud({ timeouts: { headers: 300, idle: 60_000 } });
  const { hostname, port } = new URL(client.origin);
  const started = performance.now();
  await new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const timer = setInterval(() => socket.write('X: y\r\n'), 50);
    socket.write('GET /api/time HTTP/1.1\r\nHost: x\r\n');
    socket
      .on('error', () => {})
      .on('close', () => {
        clearInterval(timer);
        resolve(undefined);
      });
    socket.resume();
  });
  expect(performance.now() - started).toBeGreaterThan(250);
  expect((await client.api('GET', '')).status).toBe(200);
});

test('an upload on which nothing moves is let go, and a slow but steady one is not', async () => {
  const { client } = await startCloud({ timeouts: { headers: 30_000, idle: 1500 } });
  const { hostname, port } = new URL(client.origin);
  const upload = (path: string, drops: number) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname);
      let seen = '';
      let left = drops;
      const head = `PUT ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: ${client.header('PUT', path)}\r\n`;
      socket.write(`${head}Content-Length: 8\r\nConnection: close\r\n\r\n`);
      const timer = setInterval(() => {
        if (left > 0) socket.write('x');
        left -= 1;
      }, 300);
      socket.on('data', (chunk) => (seen += chunk.toString()));
      socket
        .on('error', () => {})
        .on('close', () => {
          clearInterval(timer);
          resolve(seen);
        });
    });
  expect(await upload('/content/~/Ubuntu%20One/steady', 8)).toMatch(/^HTTP\/1\.1 201 /);
  expect(await upload('/content/~/Ubuntu%20One/stuck', 2)).not.toMatch(/ 20[01] /);
  expect((await client.api('GET', '/~/Ubuntu%20One/stuck')).status).toBe(404);
});

test('a name tells nothing of this machine, whatever goes wrong', async () => {
  const { client, dataDir } = await startCloud();
  const answers = await Promise.all([
    client.api('GET', '/~/Ubuntu%20One/../../etc/passwd'),
    client.api('PUT', '/~/Ubuntu%20One/f', '{"kind":'),
    client.call('GET', '/content/~/Ubuntu%20One/none'),
    client.call('GET', '/nothing'),
  ]);
  for (const { text } of answers) expect(text).not.toContain(dataDir.slice(0, 5));
});
