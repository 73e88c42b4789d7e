/** Lets so many in at a time; the others wait outside, wherever they run. */
export interface Gate {
  /** Resolves when it is one's turn. */
  enter(): Promise<void>;
  leave(): void;
}

/** What the threads of a gate share: who is inside. */
export type GateCells = Int32Array<SharedArrayBuffer>;

export function createGateCells(): GateCells {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** The gate over these cells for `most` at a time. Whoever waits does not hold its thread up. */
export function createGate(cells: GateCells, most: number): Gate {
  return {
    enter: async () => {
      for (let inside = Atomics.load(cells, 0); ; inside = Atomics.load(cells, 0)) {
        if (inside < most) {
          if (Atomics.compareExchange(cells, 0, inside, inside + 1) === inside) return;
          continue;
        }
        const { async, value } = Atomics.waitAsync(cells, 0, inside);
        if (async) await value;
      }
    },
    leave: () => {
      Atomics.sub(cells, 0, 1);
      Atomics.notify(cells, 0, 1);
    },
  };
}
