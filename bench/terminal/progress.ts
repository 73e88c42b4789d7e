import { openSync, closeSync, ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Figures } from './figures.ts';
import { median } from './numbers.ts';
import { ours } from './peers.ts';

const SIZE = 3 * 1024 ** 3;

/** A large file on its way into the embedded cloud: bytes a progress tick, bytes a second, keys meanwhile. */
export async function progress(folder: string, home: string): Promise<Figures> {
  const file = openSync(join(folder, 'zz-large.bin'), 'w');
  ftruncateSync(file, SIZE);
  closeSync(file);
  await using terminal = ours.open(folder, folder, home);
  await terminal.waitFor('Ubuntu One/');
  terminal.press('tab', 'down', 'enter');
  await terminal.waitFor((screen) => /Ubuntu One ›|Ubuntu One\b/.test(screen[1] ?? ''));
  terminal.press('tab', 'end', 'f5');
  await terminal.waitFor(/zz-large\.bin/);
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
  return { tickMedian: median(ticks), ticksPerSecond: ticks.length / 2, bytesPerSecond };
}
