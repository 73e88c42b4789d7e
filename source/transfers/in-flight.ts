/** The entries that a job has under way, and which of them have no byte left to hand over. */
export class InFlight {
  #count = 0;
  #sent = 0;

  get count(): number {
    return this.#count;
  }

  /** True when all there is to do is to wait for answers. */
  get isAllSent(): boolean {
    return this.#count > 0 && this.#sent === this.#count;
  }

  /** One entry of so many bytes begins. */
  begin(size: number): Flight {
    let bytes = 0;
    const isSent = (): number => Number(bytes >= size);
    this.#count += 1;
    this.#sent += isSent();
    return {
      went: (count) => {
        this.#sent -= isSent();
        bytes += count;
        this.#sent += isSent();
      },
      bytes: () => bytes,
      end: () => {
        this.#count -= 1;
        this.#sent -= isSent();
      },
    };
  }
}

export interface Flight {
  /** So many bytes more were handed over; fewer than none when a try begins anew. */
  went(count: number): void;
  readonly bytes: () => number;
  end(): void;
}
