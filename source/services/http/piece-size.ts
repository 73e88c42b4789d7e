/** What a socket takes in one go without keeping it in memory of its own. */
const LEAST = 64 * 1024;
const MOST = 8 * 1024 * 1024;
/** Milliseconds below which a piece went so fast that the next may be larger, and above which it was too large. */
const QUICK = 20;
const SLOW = 250;

/** How much of a content is handed to the socket at once: little on a slow line, since of a piece nobody knows how far it is. */
export class PieceSize {
  #bytes = LEAST;

  get bytes(): number {
    return this.#bytes;
  }

  /** The last piece was taken within so many milliseconds. */
  took(milliseconds: number): void {
    if (milliseconds < QUICK) this.#bytes = Math.min(MOST, this.#bytes * 2);
    else if (milliseconds > SLOW) this.#bytes = LEAST;
  }
}
