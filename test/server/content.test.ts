import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { run } from '../../source/server/metadata/work.ts';
import { INLINE } from '../../source/server/contents/receive.ts';
import { startCloud } from './helpers.ts';
import type { TestClient } from './helpers.ts';
import type { StoredContents } from './stored-contents.ts';

const FILE = '/content/~/Ubuntu%20One/f.txt';

test('a range of other content than the client saw is answered whole', async () => {
  const { client } = await startCloud();
  await client.call('PUT', FILE, { body: 'hello\n' });
  const { headers } = await client.call('GET', FILE);
  const ask = (tag = '') => client.call('GET', FILE, { headers: { range: 'bytes=2-', 'if-range': tag } });
  expect((await ask(headers.etag)).status).toBe(206);
  await client.call('PUT', FILE, { body: 'other\n' });
  expect((await ask(headers.etag)).status).toBe(200);
});

test('an upload that is cut off leaves the old content and nothing beside it', async () => {
  const { client, server, stored } = await startCloud();
  await client.call('PUT', FILE, { body: 'old' });
  await abortedUpload(client, stored);
  await expect.poll(() => stored.unfinished(), { timeout: 20_000 }).toBe(0);
  expect((await client.call('GET', FILE)).text).toBe('old');
  for await (const blob of server.data.blobs.list()) expect(blob).toBe('none is there');
});

/** Sends more than half of what was announced, waits until that is kept somewhere, and hangs up. */
async function abortedUpload(client: TestClient, stored: StoredContents): Promise<void> {
  const { hostname, port } = new URL(client.origin);
  const headers = { authorization: client.header('PUT', FILE), 'content-length': '15000000' };
  const outgoing = request({ hostname, port, method: 'PUT', path: FILE, headers });
  const closed = new Promise((resolve) => outgoing.once('error', resolve).once('close', resolve));
  outgoing.write(Buffer.alloc(9_000_000));
  await expect.poll(() => stored.unfinished(), { timeout: 20_000 }).toBe(1);
  outgoing.destroy();
  await closed;
}

/** Content of this length, damaged where it is kept: small content in its row, the rest among the blobs. */
test.each([8, 20_000, 200_000])('damaged content of %i bytes is answered 500 and never served', async (length) => {
  const { client, server, stored } = await startCloud();
  const precious = 'precious'.padEnd(length, '.');
  const damaged = Buffer.from(precious.replace('precious', 'precIous'));
  const { hash } = (await client.call('PUT', FILE, { body: precious })).json;
  if (length > INLINE) await stored.overwrite(hash, damaged);
  else await server.data.metadata.write((tx) => run(tx.db.updateTable('blob').set({ content: damaged })));
  const got = await client.call('GET', FILE);
  expect(got.status).toBe(500);
  expect(got.headers['x-oops-id']).toMatch(/^OOPS-/);
  expect(got.json).toEqual({ error: 'internal error' });
  expect(got.headers['content-length']).toBe(String(got.bytes.length));
  await client.call('PUT', '/content/~/Ubuntu%20One/again', { body: precious });
  expect((await client.call('GET', FILE)).text).toBe(precious);
});

test('large content that is damaged never arrives whole', async () => {
  const { client, stored } = await startCloud();
  const content = randomBytes(5_000_000);
  const { hash } = (await client.call('PUT', FILE, { body: content })).json;
  content[4_000_000] = (content[4_000_000] ?? 0) ^ 1;
  await stored.overwrite(hash, content);
  // Where it has begun to arrive by then, the connection breaks.
  const status = await client.call('GET', FILE).then(
    (got) => got.status,
    () => 'broken off',
  );
  expect([500, 'broken off']).toContain(status);
});
