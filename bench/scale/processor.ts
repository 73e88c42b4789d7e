import { readFileSync } from 'node:fs';

/** Milliseconds of the kernel's clock in /proc, the same on every Linux. */
const TICK = 10;

/** Milliseconds of processor that a process has used, with its children, also those that have ended. */
export function processorTime(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold anything; after it: state, …, and as 12th to 15th the times.
    const times = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const below = children.map((child) => processorTime(Number(child)));
    return [...times.map((time) => Number(time) * TICK), ...below].reduce((sum, time) => sum + time, 0);
  } catch {
    // Gone meanwhile: then it is in its parent's account.
    return 0;
  }
}

/** The processes of one part of it all. */
export type Parts = Readonly<Record<string, () => readonly number[]>>;

/** What an act took: how many a second, and the processor of each part and of this process, in milliseconds a time. */
export interface Cost {
  readonly rate: number;
  readonly processor: Readonly<Record<string, number>>;
}

/** Runs an act so many times over so many lanes. */
export async function measure(
  { count, lanes, parts }: { count: number; lanes: number; parts: Parts },
  act: (index: number) => Promise<unknown>,
): Promise<Cost> {
  const own = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
  const read = () => [
    ...Object.entries(parts).map(([name, pids]) => [name, sum(pids().map(processorTime))] as const),
    ['client', own()] as const,
  ];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  const before = new Map(read());
  const start = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  const rate = (count * 1000) / (performance.now() - start);
  const used = read().map(([name, time]) => [name, (time - (before.get(name) ?? 0)) / count]);
  return { rate, processor: Object.fromEntries(used) as Record<string, number> };
}

/** Of several measurements of the same, part by part the one in the middle. */
export function medianCost(costs: readonly Cost[]): Cost {
  const names = Object.keys(costs[0]?.processor ?? {});
  const processor = names.map((name) => [name, median(costs.map((cost) => cost.processor[name] ?? 0))]);
  return {
    rate: median(costs.map(({ rate }) => rate)),
    processor: Object.fromEntries(processor) as Record<string, number>,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
