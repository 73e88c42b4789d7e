import { setTimeout as after } from 'node:timers/promises';

/**
 * One direction of a line: so many bytes a second, each so many milliseconds on its way. What is sent faster waits, without
 * limit, as in the buffers of a kernel and of a connection.
 */
export class SlowLine {
  readonly #bytesPerSecond: number;
  readonly #delay: number;
  readonly #arrive: (bytes: Buffer) => void;
  /** When the last byte sent so far will have left. */
  #busyUntil = 0;
  #underWay = 0;
  readonly #pieces: { readonly piece: Buffer; readonly dueAt: number }[] = [];
  #isCarrying = false;
  most = 0;

  constructor(bytesPerSecond: number, delay: number, arrive: (bytes: Buffer) => void) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#delay = delay;
    this.#arrive = arrive;
  }

  /** Bytes that are sent and have not arrived. */
  get underWay(): number {
    return this.#underWay;
  }

  send(bytes: Buffer): void {
    this.#underWay += bytes.length;
    this.most = Math.max(this.most, this.#underWay);
    // In pieces, as they would come out of the line.
    for (let at = 0; at < bytes.length; at += 64) this.#put(bytes.subarray(at, at + 64));
    if (!this.#isCarrying) void this.#carry();
  }

  #put(piece: Buffer): void {
    this.#busyUntil = Math.max(performance.now(), this.#busyUntil) + (piece.length * 1000) / this.#bytesPerSecond;
    this.#pieces.push({ piece, dueAt: this.#busyUntil + this.#delay });
  }

  /** One after the other: timers of their own would come in another order where they are due at the same millisecond. */
  async #carry(): Promise<void> {
    this.#isCarrying = true;
    for (let next = this.#pieces.shift(); next !== undefined; next = this.#pieces.shift()) {
      const wait = next.dueAt - performance.now();
      if (wait > 0) await after(wait);
      this.#underWay -= next.piece.length;
      this.#arrive(next.piece);
    }
    this.#isCarrying = false;
  }
}
