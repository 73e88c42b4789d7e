import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { getPriority, setPriority } from 'node:os';

/** By how much this thread is nicer than the one that draws, and those that it starts. */
const NICER = 5;
const NICEST = 19;

/**
 * Has the thread that draws go first where there are fewer processors than threads that copy and hash: a key waits for less than half as
 * long. Linux alone gives a thread a priority of its own; elsewhere nothing is done, for it would be the whole program's.
 */
export function letScreenFirst(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), Math.min(NICEST, getPriority() + NICER));
  } catch {
    // Without /proc all threads are alike.
  }
}
