import { readdir, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { API_ROOT } from '../../source/protocol/routes.ts';
import { plaintext } from './conformance/raw.ts';
import { startCloud } from './helpers.ts';

// Found by the fuzz run: the places of such requests were never given back.
/** How many files below a folder this process has open. */
async function openFiles(folder: string): Promise<number> {
  const links = await readdir('/proc/self/fd');
  const targets = await Promise.all(links.map((link) => readlink(join('/proc/self/fd', link)).catch(() => '')));
  return targets.filter((target) => target.startsWith(folder)).length;
}

test('clients that hang up before their answer give their places back', async () => {
  const { client, dataDir } = await startCloud({ settings: { requestsPerUser: 4 } });
  const { hostname, port } = new URL(client.origin);
  await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: Buffer.alloc(3_000_000) });
  const before = await openFiles(dataDir);
  const hangUp = (verb: string, target: string, wait: number) =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      const head = `${verb} ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: ${plaintext(client)}\r\n\r\n`;
      socket.write(head.repeat(3), () => {
        setTimeout(() => socket.resetAndDestroy(), wait);
      });
      socket.on('error', () => {}).on('close', resolve);
    });
  for (const verb of ['GET', 'HEAD', 'PUT', 'DELETE'])
    for (const target of [API_ROOT, '/content/~/Ubuntu%20One/f', `${API_ROOT}/~/Ubuntu%20One/none`])
      for (const wait of [0, 1, 3, 10]) await hangUp(verb, target, wait);
  await sleep(100);
  // Whatever was opened for them is closed: at most what the server has open for itself.
  await expect.poll(async () => openFiles(dataDir)).toBeLessThanOrEqual(before);
  const statuses = async () => await Promise.all([1, 2, 3, 4].map(async () => (await client.api('GET', '')).status));
  // Where there are two servers, one hears from the other once a second.
  await expect.poll(statuses, { timeout: 20_000 }).toEqual([200, 200, 200, 200]);
});
