import { openSync, closeSync, ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import type { PtyTerminal } from '../../test/helpers/terminal.ts';
import type { Figures } from './figures.ts';
import { median, quantile } from './numbers.ts';
import { ours } from './peers.ts';

const SIZE = 3 * 1024 ** 3;
const LARGE = ['zz-1.bin', 'zz-2.bin', 'zz-3.bin', 'zz-4.bin'];

/** Four large files on their way into the embedded cloud at once: bytes a progress tick, bytes a second, keys meanwhile. */
export async function progress(folder: string, home: string): Promise<Figures> {
  for (const name of LARGE) {
    const file = openSync(join(folder, name), 'w');
    ftruncateSync(file, SIZE);
    closeSync(file);
  }
  await using terminal = ours.open(folder, folder, home);
  await terminal.waitFor('Ubuntu One/');
  terminal.press('tab', 'down', 'enter');
  await terminal.waitFor((screen) => /Ubuntu One ›|Ubuntu One\b/.test(screen[1] ?? ''));
  terminal.press('tab', 'A', 'f5');
  await terminal.waitFor(/Taken names/);
  terminal.press('enter');
  await terminal.waitFor(/\d+ %/);
  await new Promise((resolve) => setTimeout(resolve, 600));
  const ticks: number[] = [];
  const begin = performance.now();
  const from = terminal.bytes;
  for (let seen = terminal.bytes; performance.now() - begin < 2000;) {
    await terminal.waitUntil(() => terminal.bytes > seen, 'a tick');
    await terminal.quiet(15);
    ticks.push(terminal.bytes - seen);
    seen = terminal.bytes;
  }
  const bytesPerSecond = (terminal.bytes - from) / ((performance.now() - begin) / 1000);
  const keys = await keysOf(terminal, () => ours.answer(terminal));
  const isStill = terminal.screen().some((row) => /\d+ %/.test(row));
  return {
    tickMedian: median(ticks),
    ticksPerSecond: ticks.length / 2,
    bytesPerSecond,
    keyMedian: median(keys),
    keyP99: quantile(keys, 0.99),
    isStill: isStill ? 1 : 0,
  };
}

const KEYS = 300;

/** Milliseconds from each of many keys until `answer` is another. */
export async function keysOf(terminal: PtyTerminal, answer: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < KEYS; key += 1) {
    const [pressed, before] = [performance.now(), answer()];
    terminal.press(key % 2 === 0 ? 'down' : 'up');
    await terminal.waitUntil(() => answer() !== before, 'an answer to a key');
    times.push(performance.now() - pressed);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return times;
}
