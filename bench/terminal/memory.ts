import { readdirSync, readFileSync } from 'node:fs';

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
