import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { silentLog } from '../../source/server/log.ts';
import { startServer } from '../../source/server/serve.ts';
import { PASSWORD, signIn } from '../server/helpers.ts';
import { newS3Place } from './buckets.ts';
import { ask, newDatabase } from './databases.ts';

test('a server goes on beside tables that a newer one has added to, and another of its age refuses to start', async () => {
  const place = { metadata: await newDatabase(), blobs: await newS3Place() };
  const start = () => startServer({ ...place, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  const server = await start();
  onTestFinished(() => server.close());
  const admin = await openAdmin(place);
  await admin.addUser({ email: 'ted@example.org', password: PASSWORD });
  await admin.close();
  const client = await signIn(server.address, 'ted@example.org');
  const use = async () => {
    // Several at once, so that several connections have prepared their statements.
    const names = Array.from({ length: 12 }, (_, index) => `/content/~/Ubuntu%20One/f${index}`);
    const puts = await Promise.all(names.map((name) => client.call('PUT', name, { body: 'x'.repeat(20_000) })));
    const gots = await Promise.all(names.map((name) => client.call('GET', name)));
    const { json } = await client.api('GET', '/~/Ubuntu%20One?include_children=true');
    return [new Set([...puts, ...gots].map(({ status }) => status < 300)), json.children.length];
  };
  expect(await use()).toEqual([new Set([true]), 12]);
  for (const table of ['account', 'token', 'volume', 'node', 'blob'])
    await ask(place.metadata, `ALTER TABLE ${table} ADD COLUMN of_tomorrow TEXT DEFAULT 'new'`);
  await ask(place.metadata, 'UPDATE schema_version SET steps = steps + 1');
  expect(await use()).toEqual([new Set([true]), 12]);
  await expect(start()).rejects.toMatchObject({
    code: 'unsupported',
    message: 'The data was written by a newer u1file.',
  });
});
