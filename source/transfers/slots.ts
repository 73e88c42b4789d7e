import type { Entry } from '../domain/entry.ts';

interface Waiter {
  readonly weight: number;
  readonly start: () => void;
}

/** What a file takes of the room, in quarters: a small one is mostly waiting for answers, so some share a place. */
export const WEIGHT = { file: 4, smallFile: 2, tinyFile: 1 } as const;

/** Bytes up to which a file is mostly waiting for answers, and up to which it is nothing else. */
const SMALL = 64 * 1024;
const TINY = 16 * 1024;

/** What this one takes of the room. */
export function weightOf({ size }: Entry): number {
  const bytes = size ?? 0;
  if (bytes > SMALL) return WEIGHT.file;
  return bytes > TINY ? WEIGHT.smallFile : WEIGHT.tinyFile;
}

/** Room for so many files at once, shared by all jobs; who waits gets it in the order of coming. */
export class Slots {
  readonly #waiters: Waiter[] = [];
  #limit: number;
  #isExact = false;
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /** More or less room from now on; what runs goes on. Exactly so many files where a person has said how many. */
  setLimit(limit: number, isExact = false): void {
    this.#limit = limit;
    this.#isExact = isExact;
    this.#startNext();
  }

  /** Waits for room; rejects with the signal's reason. Answers what gives the room back. */
  async take(signal: AbortSignal, wanted: number = WEIGHT.file): Promise<() => void> {
    const weight = this.#isExact ? WEIGHT.file : wanted;
    signal.throwIfAborted();
    if (this.#waiters.length > 0 || !this.#hasRoom(weight)) await this.#wait(signal, weight);
    else this.#taken += weight;
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      this.#taken -= weight;
      this.#startNext();
    };
  }

  async #wait(signal: AbortSignal, weight: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { weight, start: resolve };
    const leave = (): void => {
      const at = this.#waiters.indexOf(waiter);
      if (at >= 0) this.#waiters.splice(at, 1);
      this.#startNext();
      reject(signal.reason as Error);
    };
    this.#waiters.push(waiter);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #startNext(): void {
    for (let next = this.#waiters[0]; next !== undefined && this.#hasRoom(next.weight); next = this.#waiters[0]) {
      this.#waiters.shift();
      this.#taken += next.weight;
      next.start();
    }
  }

  #hasRoom(weight: number): boolean {
    return this.#taken + weight <= this.#limit * WEIGHT.file;
  }
}
