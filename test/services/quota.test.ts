import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { openAdmin } from '../../source/server/admin.ts';
import { startServer } from '../../source/server/serve.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { signIn } from '../../source/services/sign-in.ts';
import { readText, sourceOf } from '../contracts/fixtures.ts';

const QUIET = { info: () => {}, warn: console.warn, error: console.error };

test('what does not fit is refused in words and numbers, before or in the middle, and the old content stays', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'u1-quota-'));
  const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, log: QUIET });
  const admin = await openAdmin(dataDir);
  await admin.addUser({ email: 'ann@example.org', password: 'correct horse', maxBytes: 1_000_000 });
  const wish = { server: server.address, email: 'ann@example.org', password: 'correct horse', hostName: 'desk' };
  const { bases, credentials } = await signIn(wish);
  const client = createHttpClient({ bases, credentials });
  onTestFinished(async () => {
    await client.close();
    await admin.close();
    await server.close();
    await rm(dataDir, { recursive: true });
  });
  const store = createRemoteStore(client);
  const file = cloudLocation('test', 'Ubuntu One', '/a');
  await store.write(file, sourceOf('old'), { taken: 'refuse' });
  const large = Buffer.alloc(16_000_000);
  for (const size of [large.length, null]) {
    await expect(store.write(file, sourceOf(large, { size }), { taken: 'replace' })).rejects.toMatchObject({
      code: 'out-of-space',
      status: 507,
      path: 'Ubuntu One/a',
      hint: expect.stringContaining('3 B of 1.0 MB are used'),
    });
    expect(await readText(store, file)).toBe('old');
  }
});
