import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until something answers there, whatever it says; five seconds at most. */
export async function untilAnswering(origin: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await fetch(origin);
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(50);
    }
  }
}
