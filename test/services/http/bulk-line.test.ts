import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../source/domain/app-error.ts';
import { BlockRing } from '../../../source/services/http/block-ring.ts';
import { createBulkLine } from '../../../source/services/http/bulk-line.ts';
import { noise } from '../../transfers/cloud-rig.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { clientOf, serve } from './fault-server.ts';

const TIMEOUTS = { connect: 300, headers: 300, body: 300 };

/** A server that says this to whoever asks, as it is. */
async function speak(say: (socket: Socket) => unknown): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('data', () => say(socket));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function lineTo(origin: string, timeouts = TIMEOUTS) {
  const line = createBulkLine({ socketPath: undefined, timeouts });
  onTestFinished(() => line.close());
  return line.get({ origin, target: '/x', headers: { 'user-agent': 'test' }, signal: undefined });
}

async function digestOf(
  body: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  pause = async (): Promise<void> => {},
): Promise<string> {
  const digest = createHash('sha1');
  const held: Uint8Array[] = [];
  // Reads each chunk as late as is allowed: until a third more is taken it must be what it was.
  for await (const chunk of body) {
    held.push(chunk);
    if (held.length > 2) digest.update(held.shift() ?? chunk);
    await pause();
  }
  for (const chunk of held) digest.update(chunk);
  return digest.digest('hex');
}

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

test('a large body arrives as it was sent, to a reader that is fast and to one that is slow', async () => {
  const bytes = noise(20_000_000, 1);
  const { url } = await serve(
    (_request, response) => void response.writeHead(200, { 'content-length': bytes.length }).end(bytes),
  );
  for (const pause of [async () => {}, async () => turn(undefined)]) {
    const answer = await lineTo(url);
    expect(answer?.status).toBe(200);
    expect(answer?.header('content-length')).toBe('20000000');
    expect(await digestOf(answer?.body ?? [], pause)).toBe(sha1(bytes));
  }
});

test('a head in pieces, after interim ones, is understood; a body without a plain length is left to the usual way', async () => {
  const spoken = async (...pieces: readonly string[]) =>
    lineTo(
      await speak(async (socket) => {
        for (const piece of pieces) {
          socket.write(piece);
          await turn();
        }
      }),
    );
  const answer = await spoken(
    'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\nHTTP/1.1 20',
    '6 Part\r\nConte',
    'nt-Length: 5\r\nX:  y \r\n\r',
    '\nhello, and more',
  );
  expect([answer?.status, answer?.header('x')]).toEqual([206, 'y']);
  expect(await digestOf(answer?.body ?? [])).toBe(sha1(Buffer.from('hello')));
  expect(await spoken('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n')).toBeNull();
  expect(await spoken('HTTP/1.1 200 OK\r\n\r\nhello')).toBeNull();
  expect(await spoken('HTTP/1.1 200 OK\r\ncontent-length: 5, 6\r\n\r\nhello')).toBeNull();
  expect(await codeOf(spoken('SSH-2.0-OpenSSH_9.2\r\n\r\n'))).toBe('bad-answer');
  expect(await codeOf(spoken('HTTP/1.1 200 OK\r\n', 'x: y\r\n'.repeat(20_000)))).toBe('bad-answer');
});

test('what breaks on the way is told in words, and a signal ends it at once', async () => {
  const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n';
  const told = async (say: (socket: Socket) => unknown, signal?: AbortSignal): Promise<unknown> => {
    const { client } = clientOf(await speak(say), { timeouts: TIMEOUTS, retry: { maxTries: 1 } });
    const request = { method: 'GET', base: 'content', target: '/x', path: 'x', canRepeat: true } as const;
    try {
      const { body } = await client.stream({ ...request, isBulk: true, signal });
      for await (const _chunk of body);
      return 'whole';
    } catch (error) {
      return error instanceof AppError ? (error.reason ?? error.code) : error;
    }
  };
  expect(await told((socket) => socket.end(`${HEAD}${'a'.repeat(999)}`))).toBe('reset');
  expect(await told((socket) => socket.write(`${HEAD}a`, () => socket.resetAndDestroy()))).toBe('reset');
  expect(await told((socket) => socket.end())).toBe('reset');
  expect(await told(() => undefined)).toBe('timed-out');
  expect(await told((socket) => socket.write(`${HEAD}a`))).toBe('timed-out');
  expect(await told((socket) => socket.write(`${HEAD}${'a'.repeat(1001)}`))).toBe('whole');
  expect(await told((socket) => socket.end('HTTP/1.1 404 No\r\ncontent-length: 2\r\n\r\n{}'))).toBe('not-found');
  const stop = new AbortController();
  const reason = new AppError('cancelled', 'Paused');
  expect(await told((socket) => socket.write(`${HEAD}a`, () => stop.abort(reason)), stop.signal)).toBe('cancelled');
  expect(await told(() => undefined, stop.signal)).toBe('cancelled');
});

test('a reader that takes its time is no line that is dead', async () => {
  const bytes = noise(8_000_000, 2);
  const { url } = await serve(
    (_request, response) => void response.writeHead(200, { 'content-length': bytes.length }).end(bytes),
  );
  const timeouts = { connect: 5000, headers: 5000, body: 700 };
  const answer = await lineTo(url, timeouts);
  let isFirst = true;
  const digest = await digestOf(answer?.body ?? [], async () => {
    // Longer than the patience of the line.
    if (isFirst) await sleep(2 * timeouts.body);
    isFirst = false;
  });
  expect(digest).toBe(sha1(bytes));
});

test('blocks are filled and taken in any order without a byte lost, or changed while it is in use', () => {
  const step = fc.oneof(
    fc.record({ put: fc.integer({ min: 1, max: 600_000 }) }),
    fc.constant({ put: 0 }),
    fc.constant({ put: 0 }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const ring = new BlockRing();
      const inUse: { readonly chunk: Buffer; readonly was: Buffer }[] = [];
      let put = 0;
      let taken = 0;
      const take = (): boolean => {
        const chunk = ring.next();
        if (chunk === null) return false;
        // Each byte tells its place, so order and loss show.
        for (const at of [0, chunk.length - 1]) expect(chunk[at]).toBe((taken + at) % 251);
        taken += chunk.length;
        inUse.push({ chunk, was: Buffer.from(chunk) });
        if (inUse.length > 3) inUse.shift();
        return true;
      };
      for (const { put: wanted } of steps) {
        if (wanted === 0) take();
        else if (ring.hasRoom) {
          const room = ring.room.subarray(0, wanted);
          for (let at = 0; at < room.length; at += 1) room[at] = (put + at) % 251;
          put += room.length;
          ring.added(room.length);
        }
        for (const { chunk, was } of inUse) expect(chunk.equals(was)).toBe(true);
      }
      while (take());
      expect(taken).toBe(put);
      // Once all is taken there is room again.
      expect(ring.hasRoom || inUse.length < 3).toBe(true);
    }),
    { numRuns: 30 },
  );
});
