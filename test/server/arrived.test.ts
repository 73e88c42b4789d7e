import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { INLINE } from '../../source/server/contents/receive.ts';
import { takeArrived } from '../../source/server/http/arrived.ts';

/** What is there of a body as soon as a handler has waited for anything; `later` comes after that. */
async function arrivedOf(head: string, body: string, later = ''): Promise<string | null> {
  const taken = Promise.withResolvers<string | null>();
  const taking = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    void (async () => {
      await Promise.resolve();
      const bytes = takeArrived(request);
      taking.resolve();
      for await (const _chunk of request);
      response.end(() => taken.resolve(bytes === null ? null : Buffer.from(bytes).toString()));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  socket.write(`PUT / HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n${body}`);
  await taking.promise;
  socket.write(later);
  return taken.promise;
}

test('a small body that came along with its head is there at once', async () => {
  expect(await arrivedOf('Content-Length: 5', 'hello')).toBe('hello');
  expect(await arrivedOf('Content-Length: 0', '')).toBe('');
});

test('one that is not all here, that is not small or says no length is to be waited for', async () => {
  expect(await arrivedOf('Content-Length: 5', 'hel', 'lo')).toBeNull();
  expect(await arrivedOf(`Content-Length: ${INLINE + 1}`, 'x'.repeat(INLINE + 1))).toBeNull();
  expect(await arrivedOf('Transfer-Encoding: chunked', '5\r\nhello\r\n', '0\r\n\r\n')).toBeNull();
});
