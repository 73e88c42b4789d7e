import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { SentCount } from '../../source/services/http/sent-count.ts';
import { sourceOf } from '../contracts/fixtures.ts';

const CREDENTIALS = { consumerKey: 'a', consumerSecret: 'b', token: 'c', tokenSecret: 'd' };
/** More than the buffers of both ends hold. */
const CONTENT = Buffer.alloc(24 * 1024 * 1024, 'x');
/** Bytes that the head of the request takes at most. */
const HEAD = 2048;

/** Bytes that the system has for this end of a connection and nobody has taken yet; null where it does not tell. */
async function arrivedAt({ localPort = 0, remotePort = 0, remoteFamily }: Socket): Promise<number | null> {
  const text = await readFile(remoteFamily === 'IPv6' ? '/proc/net/tcp6' : '/proc/net/tcp', 'latin1').catch(() => null);
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
  const ends = new RegExp(`:${hex(localPort)} [0-9A-F]+:${hex(remotePort)} `);
  const row = text?.split('\n').find((line) => ends.test(line));
  return row === undefined ? null : Number.parseInt(/ [0-9A-F]{8}:([0-9A-F]{8}) /.exec(row)?.[1] ?? '', 16);
}

const hosts = Object.values(networkInterfaces())
  .flat()
  .flatMap((each) => (each?.internal === true ? [each.address] : []));

test.each(hosts)(
  'an upload tells as sent what the other end has, and not what waits to go there (%s)',
  async (host) => {
    // It takes the connection and then nothing more.
    const server = createServer({ pauseOnConnect: true }).listen(0, host);
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
    const client = createHttpClient({ bases: { api: url, content: url, sso: url }, credentials: CREDENTIALS });
    const store = createRemoteStore(client);
    const stop = new AbortController();
    let sent = 0;
    const onProgress = (bytes: number): void => void (sent += bytes);
    const options = { taken: 'refuse', wasFree: true, onProgress, signal: stop.signal } as const;
    const writing = store.write(cloudLocation('me', 'testing', '/a'), sourceOf(CONTENT), options);
    const [socket] = await connected;
    try {
      if ((await arrivedAt(socket)) === null) return;
      const isTrue = async (): Promise<boolean> => {
        const arrived = (await arrivedAt(socket)) ?? 0;
        return arrived > HEAD && arrived >= sent && arrived - sent < HEAD;
      };
      await expect.poll(isTrue, { timeout: 30_000 }).toBe(true);
      expect(sent).toBeGreaterThan(0);
    } finally {
      stop.abort(new Error('enough'));
      await expect(writing).rejects.toThrow('enough');
      await client.close();
      socket.destroy();
      server.close();
    }
  },
);

test('where nobody knows what has arrived, what was taken counts', () => {
  const told: number[] = [];
  const count = new SentCount((bytes) => told.push(bytes));
  count.hands(10);
  count.taken(10);
  count.hands(5);
  count.arrived();
  expect(told).toEqual([10, 15]);
});

test('where it is known, what was taken counts once it has arrived, and nothing is taken back', () => {
  const told: number[] = [];
  const count = new SentCount((bytes) => told.push(bytes));
  count.unsent(0);
  count.hands(10);
  count.taken(10);
  count.unsent(10);
  count.unsent(4);
  count.hands(10);
  count.unsent(14);
  count.unsent(15);
  count.unsent(2);
  count.arrived();
  expect(told).toEqual([6, 18, 20]);
});
