/** DSR: a terminal that has drawn everything before it answers `CSI 0 n`. */
const QUESTION = '\u001b[5n';
/** Bytes after which it is asked anew; what is less says little about the line and would cost its share. */
const ASK_EVERY = 512;
/** Seconds of drawing that may be under way. */
const AHEAD = 0.5;
const LEAST_AHEAD = 256;
const MOST_AHEAD = 16_384;
/** Bytes a second under which a line is slow, and the milliseconds between two pictures there that nobody asked for. */
const SLOW = 4000;
const SLOW_INTERVAL = 250;
/** Milliseconds after a key in which pictures are the answer to it. */
const ANSWERING = 400;
/** Milliseconds after which an answer is taken for lost. */
const PATIENCE = 10_000;
/** Milliseconds that leaving waits for an answer under way. */
const LEAVING_PATIENCE = 1500;
const STRANGER_PATIENCE = 300;

interface Asked {
  readonly at: number;
  /** Bytes between the last answer and this question. */
  readonly bytes: number;
}

/**
 * How far the drawing may be ahead of the terminal. Between the program and the eye lie buffers of many kilobytes (the kernel's, those of
 * the connection), so a slow line takes everything at once and shows it much later. Now and then the terminal is asked
 * whether it has drawn what was sent; pictures wait while more is under way than it draws in half a second, and of all that
 * came up meanwhile only the last is sent. A terminal that never answers is never waited for.
 */
export class LinePace {
  #isAsking = false;
  #asked: Asked | null = null;
  #unanswered = 0;
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #lastPictureAt = Number.NEGATIVE_INFINITY;
  #lastTouchAt = Number.NEGATIVE_INFINITY;
  #waiting: (() => void)[] = [];

  /** Somebody listens for answers from now on: before that nothing is asked. */
  start(): void {
    this.#isAsking = true;
  }

  /** A key, a click or a paste arrived: what is drawn next is the answer to it. */
  touched(now: number): void {
    this.#lastTouchAt = now;
  }

  /** True when answers are read. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Milliseconds to wait before the next picture; 0 when it may go. */
  wait(now: number): number {
    if (!this.#hasAnswered) return 0;
    if (this.#asked !== null && this.#unanswered >= this.#ahead()) {
      const patience = this.#asked.at + PATIENCE - now;
      if (patience > 0) return patience;
      this.#asked = null;
    }
    const isAsIs = this.#bytesPerSecond >= SLOW || now - this.#lastTouchAt < ANSWERING;
    return isAsIs ? 0 : Math.max(0, this.#lastPictureAt + SLOW_INTERVAL - now);
  }

  /**
   * Says that a picture of so many bytes goes out; answers what is to be written behind it. `mustAsk` where another question went
   * before, whose answer is then known to have come or never to come.
   */
  written(bytes: number, now: number, mustAsk = false): string {
    this.#lastPictureAt = now;
    this.#unanswered += bytes;
    const isMute = this.#asked !== null && !this.#hasAnswered && now - this.#asked.at > PATIENCE;
    if (isMute) this.#isAsking = false;
    if (!this.#isAsking || this.#asked !== null || (this.#unanswered < ASK_EVERY && !mustAsk)) return '';
    this.#asked = { at: now, bytes: this.#unanswered };
    this.#unanswered = 0;
    return QUESTION;
  }

  /** The terminal answered; false when nobody had asked. */
  answered(now: number): boolean {
    if (this.#asked === null) return false;
    const { at, bytes } = this.#asked;
    this.#bytesPerSecond = (bytes * 1000) / Math.max(1, now - at);
    this.#asked = null;
    for (const resolve of this.#waiting.splice(0)) resolve();
    return true;
  }

  /** Resolves when no answer is under way, or after a while without it. */
  async settled(): Promise<void> {
    if (this.#asked === null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = setTimeout(resolve, this.#hasAnswered ? LEAVING_PATIENCE : STRANGER_PATIENCE);
    await promise;
    clearTimeout(timer);
  }

  get #hasAnswered(): boolean {
    return this.#bytesPerSecond !== Number.POSITIVE_INFINITY;
  }

  #ahead(): number {
    return Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, this.#bytesPerSecond * AHEAD));
  }
}
