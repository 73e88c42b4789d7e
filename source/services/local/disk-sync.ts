import { closeSync, fsync, fsyncSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { toDiskPath } from './disk-path.ts';

/** Milliseconds: a wait shorter than the detour over another thread. */
const QUICK = 0.2;
/** Slow waits in a row after which it counts as slow: one may have been the machine's. */
const PATIENCE = 3;
/** Waits elsewhere before the next try on the thread; twice as many each time, up to the last. */
const FIRST_PAUSE = 32;
const LONGEST_PAUSE = 4096;

const syncElsewhere = promisify(fsync);

/**
 * Waits until what was written is on the disk. Where that is a matter of microseconds (memory, a disk that does not
 * sync) it is done on the thread itself: another thread takes ten times as long to be asked. Tried now and then.
 */
export class DiskSync {
  readonly #now: () => number;
  #pause = FIRST_PAUSE;
  #untilTry = 0;
  #slowInARow = 0;

  /** @param now milliseconds of a clock that only runs forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** True while waiting on the thread is the shorter way. */
  get isQuick(): boolean {
    return this.#untilTry === 0;
  }

  /** Resolves when the open file would survive a power cut. */
  async file(file: number): Promise<void> {
    if (this.isQuick) {
      this.#here(file);
      return;
    }
    this.#untilTry -= 1;
    await syncElsewhere(file);
  }

  /** Makes the names in a folder durable, on the thread. A file system that cannot do so has nothing to say about it. */
  folder(path: string): void {
    try {
      const file = openSync(toDiskPath(path), 'r');
      try {
        this.#here(file);
      } finally {
        closeSync(file);
      }
    } catch {
      // Not readable, or gone: its names are as safe as they were.
    }
  }

  #here(file: number): void {
    const start = this.#now();
    fsyncSync(file);
    const isSlow = this.#now() - start > QUICK;
    this.#slowInARow = isSlow ? this.#slowInARow + 1 : 0;
    if (!isSlow) this.#pause = FIRST_PAUSE;
    if (this.#slowInARow < PATIENCE) return;
    // One slow wait is enough to know it again.
    this.#slowInARow = PATIENCE - 1;
    this.#untilTry = this.#pause;
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
  }
}
