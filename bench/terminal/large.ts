import type { PtyTerminal } from '../../test/helpers/terminal.ts';
import { memoryOf } from './memory.ts';
import { median, quantile } from './numbers.ts';
import { memoryAtRest, type Figures } from './figures.ts';
import type { Peer } from './peers.ts';

const FIRST_ROW = /\d{6}_file\.txt/;

/**
 * A folder of very many files: milliseconds to the first rows, and until all are there in order and End shows the last one, with nobody
 * at the keys; then, opened once more, how long keys wait while that goes on, and memory.
 */
export async function large(peer: Peer, count: number, left: string, right: string, home: string): Promise<Figures> {
  const named = await untilNamed(peer, count, left, right, home);
  await using terminal = peer.open(left, right, home);
  await terminal.waitFor((screen) => screen.some((row) => FIRST_ROW.test(row)), 120_000);
  const [firstKey = Number.NaN, ...times] = await keysUntilWhole(terminal, peer, count);
  await terminal.quiet(500);
  const { now, most } = memoryOf(terminal.pid);
  const both = peer.name === 'u1file' ? await withBoth(terminal) : {};
  return { ...named, firstKey, keyMedian: median(times), keyP99: quantile(times, 0.99), now, most, ...both };
}

async function untilNamed(peer: Peer, count: number, left: string, right: string, home: string): Promise<Figures> {
  const begin = performance.now();
  await using terminal = peer.open(left, right, home);
  await terminal.waitUntil(() => terminal.bytes > 0, 'a first byte');
  const frame = performance.now() - begin;
  await terminal.waitFor((screen) => screen.some((row) => FIRST_ROW.test(row)), 120_000);
  const firstRows = performance.now() - begin;
  await terminal.waitFor((screen) => peer.isWhole(screen, count), 120_000);
  terminal.press('end');
  const last = String(count - 1).padStart(6, '0');
  await terminal.waitFor((screen) => screen.some((row) => row.includes(last)), 120_000);
  return { firstRowsAfterFrame: firstRows - frame, firstRows, allNamed: performance.now() - begin };
}

/** MiB once the same folder is in the other pane too, and after half a minute without a key. */
async function withBoth(terminal: PtyTerminal): Promise<Figures> {
  terminal.press('=');
  await terminal.waitFor((screen) => (screen[1] ?? '').split('Local').length > 2, 120_000);
  await terminal.waitFor(
    (screen) => (screen[36] ?? '').concat(screen[37] ?? '').split('100000 entries').length > 2,
    120_000,
  );
  await terminal.quiet(1000);
  const { now: both = Number.NaN, rested: bothRested = Number.NaN } = await memoryAtRest(terminal);
  return { both, bothRested };
}

/** Presses Down until all entries are there; answers how long each took to move the bar. */
async function keysUntilWhole(terminal: PtyTerminal, peer: Peer, count: number): Promise<number[]> {
  const times: number[] = [];
  do {
    const before = peer.answer(terminal);
    const begin = performance.now();
    terminal.press('down');
    await terminal.waitUntil(() => peer.answer(terminal) !== before, 'an answer to a key', 120_000);
    times.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 10));
  } while (!peer.isWhole(terminal.screen(), count));
  return times;
}
