interface Waiter {
  readonly start: () => void;
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

  get taken(): number {
    return this.#taken;
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
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#taken >= this.#limit) await this.#wait(signal);
    else this.#taken += 1;
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      this.#taken -= 1;
      this.#startNext();
    };
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { start: resolve };
    const leave = (): void => {
      const at = this.#waiters.indexOf(waiter);
      if (at >= 0) this.#waiters.splice(at, 1);
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
    while (this.#taken < this.#limit) {
      const waiter = this.#waiters.shift();
      if (waiter === undefined) return;
      this.#taken += 1;
      waiter.start();
    }
  }
}
