import { expect, test } from 'vitest';
import { createOneAtATime } from '../../source/services/remote/one-at-a-time.ts';

test('acts of one name wait for each other in order, others do not', async () => {
  const line = createOneAtATime();
  const said: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = line.run(
    'a',
    async () => {
      await gate.promise;
      said.push('a1');
    },
    undefined,
  );
  const second = line.run('a', async () => void said.push('a2'), undefined);
  const third = line.run('a', async () => void said.push('a3'), undefined);
  await line.run('b', async () => void said.push('b'), undefined);
  expect(said).toEqual(['b']);
  gate.resolve();
  await Promise.all([first, second, third]);
  expect(said).toEqual(['b', 'a1', 'a2', 'a3']);
});

test('an act that fails lets the next one go', async () => {
  const line = createOneAtATime();
  const first = line.run('a', async () => Promise.reject(new Error('no')), undefined);
  const second = line.run('a', async () => 'yes', undefined);
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe('yes');
});

test('who gives up waiting goes at once, and nobody jumps the queue for that', async () => {
  const line = createOneAtATime();
  const gate = Promise.withResolvers<void>();
  const said: string[] = [];
  const first = line.run(
    'a',
    async () => {
      await gate.promise;
      said.push('first');
    },
    undefined,
  );
  const stop = new AbortController();
  const second = line.run('a', async () => void said.push('second'), stop.signal);
  const third = line.run('a', async () => void said.push('third'), undefined);
  stop.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  await expect(line.run('a', async () => 'never', stop.signal)).rejects.toThrow('enough');
  expect(said).toEqual([]);
  gate.resolve();
  await Promise.all([first, third]);
  expect(said).toEqual(['first', 'third']);
});
