import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { getPriority, setPriority } from 'node:os';

/** By how much this thread is nicer than the one that draws, and those that it starts. */
const NICER = 5;
const NICEST = 19;

/** What Node calls the threads that read and write files for all others. */
const FILE_WORKER = 'libuv-worker\n';
const TASKS = '/proc/self/task';

/**
 * Has the thread that draws go first where there are fewer processors than threads that copy and hash: a key waits for less than half as
 * long. Linux alone gives a thread a priority of its own; elsewhere nothing is done, for it would be the whole program's.
 */
export function letScreenFirst(): void {
  if (process.platform !== 'linux') return;
  try {
    const nice = Math.min(NICEST, getPriority() + NICER);
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), nice);
    // Those that are started later take after who starts them.
    for (const id of fileWorkers()) setPriority(id, nice);
  } catch {
    // Without /proc all threads are alike.
  }
}

function fileWorkers(): number[] {
  const isOne = (id: string): boolean => readFileSync(join(TASKS, id, 'comm'), 'utf8') === FILE_WORKER;
  return readdirSync(TASKS).filter(isOne).map(Number);
}
