import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { createPasswords } from '../../source/server/sso/passwords.ts';
import { createGateCells } from '../../source/server/threads/gate.ts';
import { PASSWORD, createClient, onEngines, send, startCloud } from './helpers.ts';

/** An address of this machine that is not its loopback; what goes there stays here all the same. */
const ownAddress = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

test.skipIf(onEngines || ownAddress === undefined)('PLAINTEXT is refused in the open, and HMAC is taken', async () => {
  const { client, server } = await startCloud({ listen: { host: '0.0.0.0', port: 0 } });
  const { port } = new URL(server.address);
  const outside = createClient(`http://${ownAddress}:${port}`, client.credentials);
  const refused = await outside.api('GET', '', { method: 'PLAINTEXT' });
  expect([refused.status, refused.json]).toEqual([401, { error: 'PLAINTEXT signatures need TLS.' }]);
  expect((await outside.api('GET', '')).status).toBe(200);
  const inside = createClient(`http://127.0.0.1:${port}`, client.credentials);
  expect((await inside.api('GET', '', { method: 'PLAINTEXT' })).status).toBe(200);
});

test('passwords are hashed beside the main thread, in a line that has an end', async () => {
  const passwords = createPasswords(createGateCells());
  const encoded = await passwords.hash(PASSWORD);
  expect(encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  let turns = 0;
  const count = setInterval(() => (turns += 1), 1);
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => passwords.matches(PASSWORD, encoded)));
  clearInterval(count);
  const refused = outcomes.filter((each) => each.status === 'rejected');
  expect(refused.map(({ reason }) => reason)).toEqual(
    refused.map(() => expect.objectContaining({ code: 'busy', retryAfter: 2 })),
  );
  // All came in one moment, and the line is 32 long.
  expect(refused).toHaveLength(18);
  expect(outcomes.filter((each) => each.status === 'fulfilled' && each.value)).toHaveLength(32);
  // Where hashing held this thread up, no timer would come by between two of them.
  expect(turns).toBeGreaterThan(16);
});

test('threads that share the line have it together', async () => {
  const cells = createGateCells();
  const [first, second] = [createPasswords(cells), createPasswords(cells)];
  const running = [first, first, second].map((each) => each.hash(PASSWORD));
  // The third waits until one of the first two is done.
  const firstDone = await Promise.race(running.map(async (each, index) => (await each, index)));
  expect(firstDone).not.toBe(2);
  await Promise.all(running);
});

test('signing in tells nobody by its time which accounts there are', { timeout: 60_000 }, async () => {
  const { client } = await startCloud({ settings: { signInTries: 1000 } });
  const time = async (email: string): Promise<number> => {
    const body = JSON.stringify({ email, password: 'wrong', token_name: 'Ubuntu One @ x' });
    const start = performance.now();
    const answer = await send(client.origin, 'POST', '/api/v2/tokens/oauth', { body });
    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_CREDENTIALS']);
    return performance.now() - start;
  };
  const [known, unknown]: [number[], number[]] = [[], []];
  for (let round = 0; round < 12; round += 1) {
    known.push(await time('ted@example.org'));
    unknown.push(await time(`nobody${round}@example.org`));
  }
  // The quickest of each is the one that nothing else held up; without a hash it would be thirty times as quick.
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
});
