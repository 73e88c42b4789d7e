import type { Entry } from '../domain/entry.ts';

interface Waiter {
  readonly weight: number;
  readonly start: () => void;
}

/** What a file takes of the room, in halves: a small one is mostly waiting for answers, so two share a place. */
export const WEIGHT = { file: 2, smallFile: 1 } as const;

/** Bytes up to which a file is mostly waiting for answers. */
const SMALL = 64 * 1024;

/** What this one takes of the room. */
export function weightOf({ size }: Entry): number {
  return (size ?? 0) <= SMALL ? WEIGHT.smallFile : WEIGHT.file;
}

/** Room for so many files at once, shared by all jobs; who waits gets it in the order of coming. */
export class Slots {
  readonly #waiters: Waiter[] = [];
  #limit: number;
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

  /** More or less room from now on; what runs goes on. */
  setLimit(limit: number): void {
    this.#limit = limit;
    this.#startNext();
  }

  /** Waits for room; rejects with the signal's reason. Answers what gives the room back. */
  async take(signal: AbortSignal, weight: number = WEIGHT.file): Promise<() => void> {
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
