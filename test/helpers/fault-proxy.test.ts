import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

let server: Server;
let proxy: FaultProxy;

/** Gives back what it gets, and ends when the other end does. */
beforeEach(async () => {
  server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = await startFaultProxy({ port: (server.address() as AddressInfo).port });
});

afterEach(async () => {
  await proxy.close();
  server.close();
});

interface Echo {
  readonly text: string;
  /** Why it ended: `end`, or the code of the error. */
  readonly end: string;
}

/** Sends it and gathers what comes back. */
async function echo(text: string, port = proxy.port): Promise<Echo> {
  const socket: Socket = connect({ port, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = Promise.race([
    once(socket, 'end').then(() => 'end'),
    once(socket, 'error').then(([error]) => String((error as NodeJS.ErrnoException).code)),
  ]).catch((error: unknown) => String((error as NodeJS.ErrnoException).code));
  socket.end(text);
  const why = await end;
  socket.destroy();
  return { text: Buffer.concat(chunks).toString(), end: why };
}

test('a good line passes every byte', async () => {
  const text = 'x'.repeat(3_000_000);
  expect(await echo(text)).toEqual({ text, end: 'end' });
  expect(proxy.passed).toBe(6_000_000);
});

test('latency delays and loses nothing', async () => {
  proxy.faults.latency = 40;
  const start = performance.now();
  expect(await echo('hello')).toEqual({ text: 'hello', end: 'end' });
  expect(performance.now() - start).toBeGreaterThanOrEqual(79);
});

test('a throttle sets the pace', async () => {
  proxy.faults.throttle = 1_000_000;
  const start = performance.now();
  expect((await echo('x'.repeat(300_000))).text).toHaveLength(300_000);
  expect(performance.now() - start).toBeGreaterThanOrEqual(290);
});

test('a cut line resets after exactly so many bytes, and the next is good', async () => {
  proxy.faults.cutAfter = 100_000;
  expect((await echo('x'.repeat(300_000))).end).toBe('ECONNRESET');
  expect(proxy.passed).toBe(100_000);
  expect((await echo('again')).text).toBe('again');
});

test('a half-closed line ends early and clean', async () => {
  proxy.faults.cutAfter = 15;
  proxy.faults.cut = 'half-close';
  expect(await echo('0123456789')).toEqual({ text: '01234', end: 'end' });
});

test('new connections can be refused', async () => {
  proxy.faults.accept = 'reset';
  expect((await echo('hello')).end).toBe('ECONNRESET');
});

test('a black hole says nothing until it is reset', async () => {
  proxy.faults.accept = 'black-hole';
  const lost = echo('hello');
  while (proxy.connections === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  proxy.resetAll();
  expect(await lost).toEqual({ text: '', end: 'ECONNRESET' });
});

test('it also leads to a Unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'u1-proxy-'));
  const other = createServer((socket) => socket.end('from the socket'));
  await new Promise<void>((resolve) => other.listen(join(folder, 's'), resolve));
  const line = await startFaultProxy({ path: join(folder, 's') });
  expect((await echo('', line.port)).text).toBe('from the socket');
  await line.close();
  other.close();
  await rm(folder, { recursive: true });
});
