/** How many files at once: the least, the most, and where to begin. */
export const FEWEST = 2;
export const MOST = 16;
export const FIRST = 8;

const STEP = 2;
/** By how much one number has to be better than another to count as better. */
const CLEARLY = 1.05;
/** What a file counts besides its bytes: so small files drive the number up although their bytes do not. */
const BYTES_OF_A_FILE = 32 * 1024;

/**
 * Finds how many files at once a line carries best, by trying: a few more or fewer at a time, and on in the same
 * direction while that helps. Pure but for what it remembers.
 */
export class AdaptiveLimit {
  #limit = FIRST;
  #direction = STEP;
  /** At first it doubles, until that no longer helps. */
  #isRising = true;
  #lastScore: number | null = null;

  get limit(): number {
    return this.#limit;
  }

  /**
   * Takes in what went over the line in the last while and answers the limit for the next one.
   * @param isFull whether more would have been under way if the limit had let them
   */
  next(went: { readonly bytes: number; readonly files: number; readonly isFull: boolean }): number {
    if (!went.isFull) {
      this.#lastScore = null;
      return this.#limit;
    }
    const score = went.bytes + went.files * BYTES_OF_A_FILE;
    const before = this.#lastScore;
    this.#lastScore = score;
    this.#isRising &&= this.#limit < MOST && (before === null || score > before * CLEARLY);
    if (this.#isRising) return (this.#limit = Math.min(MOST, this.#limit * 2));
    if (before !== null && score * CLEARLY < before) this.#direction = -this.#direction;
    // As good with fewer is better: what does not help is taken back, slowly.
    else if (before !== null && score < before * CLEARLY && this.#direction > 0) this.#direction = -1;
    else if (this.#direction === -1) this.#direction = STEP;
    this.#limit = Math.min(MOST, Math.max(FEWEST, this.#limit + this.#direction));
    return this.#limit;
  }

  /** The other end says that it is too much. */
  tooMuch(): number {
    this.#limit = Math.max(FEWEST, Math.floor(this.#limit / 2));
    this.#isRising = false;
    this.#lastScore = null;
    return this.#limit;
  }
}
