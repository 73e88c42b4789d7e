import { once } from 'node:events';
import { expect, test } from 'vitest';
import { prepareAccount, startLoad } from '../load.ts';
import { startServe } from '../processes.ts';
import { newPlace } from '../twins.ts';

test('one of two servers is killed under load, and comes back', async ({ annotate }) => {
  const place = await newPlace();
  const servers = await Promise.all([startServe(place), startServe(place)]);
  const [stays, dies] = servers;
  const client = await prepareAccount(place, stays.address);
  const load = startLoad(
    client,
    servers.map(({ address }) => address),
  );
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(30);
  dies.child.kill('SIGKILL');
  await once(dies.child, 'exit');
  const before = load.done();
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before + 20);
  const back = await startServe(place, Number(new URL(dies.address).port));
  await expect.poll(() => load.done(), { timeout: 60_000 }).toBeGreaterThan(before + 50);
  await annotate(load.words());
  expect([...(await load.stop())].filter((status) => status !== 503)).toEqual([]);
  for (const { address } of [stays, back]) await load.verify(address, place);
});
