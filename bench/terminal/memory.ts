import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** What Node calls its threads. */
const WORKER = 'WorkerThread\n';
/** Milliseconds that are more than V8 keeps the pages of a thread that has ended. */
const POOLED_FOR = 12_000;

/** MiB that a process holds now and held at most, its children counted in. Linux only. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  let now = 0;
  let most = 0;
  for (const each of familyOf(pid)) {
    const status = read(`/proc/${each}/status`);
    now += kibibytes(status, 'VmRSS') / 1024;
    most += kibibytes(status, 'VmHWM') / 1024;
  }
  return { now, most };
}

/** Milliseconds of processor that a process has used, all its threads. */
export function processorOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

/** Resolves once the process has given back what it does not need while nobody is at work with it: half a minute later, Linux only. */
export async function rested(pid: number): Promise<void> {
  while (readdirSync(`/proc/${pid}/task`).some((id) => read(`/proc/${pid}/task/${id}/comm`) === WORKER))
    await delay(250);
  await delay(POOLED_FOR);
}

function familyOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => read(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1] === String(pid));
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

function kibibytes(status: string, field: string): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
