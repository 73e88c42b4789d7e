import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Makes objects that live for a while, as a long run of small files does; prints the bytes of young memory at the end. */
const CHURN = `
const { getHeapSpaceStatistics } = await import('node:v8');
const { setTimeout: sleep } = await import('node:timers/promises');
const kept = [];
for (let at = 0; at < 3_000_000; at += 1) {
  kept.push({ at, text: String(at), pair: [at, at + 1] });
  if (kept.length > 3000) kept.splice(0, 1500);
  // The timer that looks on needs a turn.
  if (at % 20_000 === 0) await sleep(1);
}
console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);`;

function youngAfter(before: string): number {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', before + CHURN], { encoding: 'utf8' });
  return Number(stdout);
}

it('keeps young memory from growing without end', () => {
  const module = new URL('../../source/cli/bound-heap.ts', import.meta.url).href;
  const bounded = youngAfter(`(await import('${module}')).boundHeap();`);
  expect(bounded).toBeLessThanOrEqual(32 * 1024 * 1024);
  expect(youngAfter('')).toBeGreaterThan(bounded);
});
