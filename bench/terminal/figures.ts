import { openTerminal } from '../../test/helpers/terminal.ts';
import type { PtyTerminal } from '../../test/helpers/terminal.ts';
import { memoryOf, processorOf, rested } from './memory.ts';
import { mean, median, quantile } from './numbers.ts';
import { ready, type Peer } from './peers.ts';

export type Figures = Readonly<Record<string, number>>;

/** What a key cost: bytes, and milliseconds from the press to its last byte. */
interface KeyCost {
  readonly bytes: number;
  readonly time: number;
}

/** Milliseconds from the start of bare Node to its end: the floor of everything that runs on it. */
export async function bareStart(): Promise<number> {
  const start = performance.now();
  await using terminal = openTerminal({ args: ['-e', '0'] });
  await terminal.exited();
  return performance.now() - start;
}

/** Milliseconds from the start to the first byte and to the first useful picture, and the bytes until then. */
export async function start(peer: Peer, left: string, right: string, home: string): Promise<Figures> {
  const begin = performance.now();
  await using terminal = peer.open(left, right, home);
  await terminal.waitUntil(() => terminal.bytes > 0, 'a first byte');
  const firstByte = performance.now() - begin;
  await terminal.waitFor((screen) => peer.isReady(screen));
  const firstFrame = performance.now() - begin;
  await terminal.quiet(300);
  return { firstByte, firstFrame, bytes: terminal.bytes };
}

/** One key, and what came of it until nothing more came. */
async function press(terminal: PtyTerminal, ...keys: readonly string[]): Promise<KeyCost> {
  const bytes = terminal.bytes;
  const begin = performance.now();
  terminal.press(...keys);
  await terminal.waitUntil(() => terminal.bytes > bytes, 'an answer to a key');
  await terminal.quiet(30);
  return { bytes: terminal.bytes - bytes, time: Math.max(0, terminal.lastOutputAt - begin) };
}

/** So many Downs, one at a time. */
export async function downs(terminal: PtyTerminal, count: number): Promise<Figures> {
  const costs: KeyCost[] = [];
  for (let key = 0; key < count; key += 1) costs.push(await press(terminal, 'down'));
  const bytes = costs.map((cost) => cost.bytes);
  const times = costs.map((cost) => cost.time);
  return {
    bytesMedian: median(bytes),
    bytesMean: mean(bytes),
    timeMedian: median(times),
    timeP99: quantile(times, 0.99),
  };
}

/** Page, mark, other pane, resize and back, and two seconds of nothing. */
export async function acts(terminal: PtyTerminal): Promise<Figures> {
  const page = await press(terminal, 'pagedown');
  const mark = await press(terminal, 'insert');
  const other = await press(terminal, 'tab');
  await press(terminal, 'tab');
  const before = terminal.bytes;
  terminal.resize(80, 24);
  await terminal.quiet(250);
  const smaller = terminal.bytes - before;
  terminal.resize(120, 40);
  await terminal.quiet(250);
  const wider = terminal.bytes - before - smaller;
  const calm = terminal.bytes;
  const used = processorOf(terminal.pid);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return {
    page: page.bytes,
    mark: mark.bytes,
    otherPane: other.bytes,
    smaller,
    wider,
    idle: (terminal.bytes - calm) / 2,
    idleProcessor: (processorOf(terminal.pid) - used) / 2,
  };
}

/** So many Downs in one write: the bytes, the time until the last, and whether the last file is where the cursor is. */
export async function burst(peer: Peer, count: number, left: string, right: string, home: string): Promise<Figures> {
  await using terminal = await ready(peer, left, right, home);
  const before = terminal.bytes;
  const begin = performance.now();
  terminal.write(terminal.bytesOf('down').repeat(count));
  const wanted = String(count - 1).padStart(6, '0');
  await terminal.waitFor((screen) => screen.some((row) => row.includes(wanted)));
  await terminal.quiet(150);
  const isRight = peer.name !== 'u1file' || terminal.screen().some((row) => row.startsWith(`> ${wanted}`));
  return { bytes: terminal.bytes - before, time: terminal.lastOutputAt - begin, isRight: isRight ? 1 : 0 };
}

/** MiB after some use. */
export function memory(terminal: PtyTerminal): Figures {
  const { now, most } = memoryOf(terminal.pid);
  return { now, most };
}

/** MiB at once, and after half a minute without a key. */
export async function memoryAtRest(terminal: PtyTerminal): Promise<Figures> {
  const { now } = memoryOf(terminal.pid);
  await rested(terminal.pid);
  return { now, rested: memoryOf(terminal.pid).now };
}
