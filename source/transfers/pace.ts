import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes handed on at once while there is a limit: a steady flow rather than bursts. */
const PIECE = 16 * 1024;
/** Milliseconds of flow that may be made up for after a wait. */
const SLACK = 100;

/** How fast bytes may flow. */
export interface Pace {
  /** Whether there is a limit just now. */
  readonly isLimited: boolean;
  /** Waits before bytes go on, where there is a limit; hands them on in pieces that suit it. */
  pass(bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** A limit on bytes a second, shared by all that flows through it. It may change while bytes flow. */
export class Limiter implements Pace {
  #bytesPerSecond: number | null = null;
  #freeAt = 0;

  /** @param bytesPerSecond null for no limit */
  setLimit(bytesPerSecond: number | null): void {
    this.#bytesPerSecond = bytesPerSecond;
    this.#freeAt = 0;
  }

  get isLimited(): boolean {
    return this.#bytesPerSecond !== null;
  }

  async *pass(bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length;) {
        const limit = this.#bytesPerSecond;
        const piece = limit === null ? chunk.subarray(at) : chunk.subarray(at, at + PIECE);
        if (limit !== null) await this.#wait(piece.length, limit, signal);
        at += piece.length;
        yield piece;
      }
    }
  }

  async #wait(bytes: number, limit: number, signal?: AbortSignal): Promise<void> {
    const now = performance.now();
    const start = Math.max(this.#freeAt, now - SLACK);
    this.#freeAt = start + (bytes * 1000) / limit;
    if (start > now) await sleep(start - now, undefined, signal === undefined ? {} : { signal });
  }
}
