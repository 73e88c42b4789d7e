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
    for (let at = 0; at < bytes.length; at += 64) void this.#carry(bytes.subarray(at, at + 64));
  }

  async #carry(piece: Buffer): Promise<void> {
    const now = performance.now();
    this.#busyUntil = Math.max(now, this.#busyUntil) + (piece.length * 1000) / this.#bytesPerSecond;
    await after(this.#busyUntil + this.#delay - now);
    this.#underWay -= piece.length;
    this.#arrive(piece);
  }
}
