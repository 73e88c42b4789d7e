const WINDOW = 10_000;
const BUCKET = 250;
const BUCKETS = WINDOW / BUCKET;
/** Milliseconds of measuring before a rate, and before a time left, mean something. */
const RATE_AFTER = 1000;
const TIME_AFTER = 2000;
const STALLED_AFTER = 4000;

/** How fast bytes go, over the last ten seconds. Times are milliseconds of one clock; the caller brings them. */
export class Meter {
  readonly #buckets = new Float64Array(BUCKETS);
  #newest = 0;
  #startedAt: number;
  #lastByteAt: number;
  #hasBytes = false;

  constructor(now: number) {
    this.#startedAt = now;
    this.#lastByteAt = now;
  }

  /** Counts bytes that went just now; a negative count (a try that starts over) is no speed and is left out. */
  add(bytes: number, now: number): void {
    if (bytes <= 0) return;
    this.#roll(now);
    const at = this.#newest % BUCKETS;
    this.#buckets[at] = (this.#buckets[at] ?? 0) + bytes;
    this.#lastByteAt = now;
    this.#hasBytes = true;
  }

  /** Begins anew, after a pause: the time that nothing was to move is no slowness. */
  restart(now: number): void {
    this.#buckets.fill(0);
    this.#startedAt = now;
    this.#lastByteAt = now;
    this.#hasBytes = false;
  }

  /** Bytes a second over the last ten seconds; null before a second has passed and before the first byte. */
  rate(now: number): number | null {
    const elapsed = now - this.#startedAt;
    if (!this.#hasBytes || elapsed < RATE_AFTER) return null;
    this.#roll(now);
    let bytes = 0;
    for (const count of this.#buckets) bytes += count;
    return (bytes * 1000) / Math.min(elapsed, WINDOW);
  }

  /** Seconds for so many bytes; never negative, and null while nobody could tell. */
  secondsLeft(bytes: number, now: number): number | null {
    const rate = this.rate(now);
    if (rate === null || rate <= 0 || now - this.#startedAt < TIME_AFTER) return null;
    return Math.max(0, bytes) / rate;
  }

  /** True after four seconds without a byte. */
  isStalled(now: number): boolean {
    return now - this.#lastByteAt >= STALLED_AFTER;
  }

  /** Empties the buckets that time has passed since the last look. */
  #roll(now: number): void {
    const bucket = Math.floor(now / BUCKET);
    const steps = Math.min(BUCKETS, bucket - this.#newest);
    for (let step = 1; step <= steps; step += 1) this.#buckets[(bucket - steps + step) % BUCKETS] = 0;
    if (bucket > this.#newest) this.#newest = bucket;
  }
}
