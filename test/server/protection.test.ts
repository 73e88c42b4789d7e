import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { isPrivate } from '../../source/server/http/connection.ts';
import { defaultSettings } from '../../source/server/settings.ts';
import { createPasswords } from '../../source/server/sso/passwords.ts';
import { createGateCells } from '../../source/server/threads/gate.ts';
import { PASSWORD, send, startCloud } from './helpers.ts';

test.each([
  ['127.0.0.1', true],
  ['127.8.7.6', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.0.2.7', false],
  ['::ffff:192.0.2.7', false],
  ['2001:db8::7', false],
  ['fe80::1', false],
])('what comes from %s can be listened to by nobody: %s', (remoteAddress, isAlone) => {
  // No packet leaves this machine for it: only what the socket would tell is given.
  const request = { socket: { remoteAddress }, headers: {} } as IncomingMessage;
  expect(isPrivate(request, defaultSettings)).toBe(isAlone);
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
