import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { SlowLine } from './slow-line.ts';

it('brings bytes in the order in which they were sent', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const arrived: number[] = [];
  const line = new SlowLine(1_000_000, 5, (bytes) => {
    arrived.push(bytes.readUInt32LE());
    if (arrived.length === 2000) resolve();
  });
  for (let number = 0; number < 2000; number += 1) {
    const bytes = Buffer.alloc(4 + (number % 60));
    bytes.writeUInt32LE(number);
    line.send(bytes);
    if (number % 7 === 0) await nextTurn();
  }
  await promise;
  expect(arrived).toEqual(Array.from({ length: 2000 }, (_, number) => number));
  expect(line.underWay).toBe(0);
});
