/** Counts the bytes of one try of an upload that have gone. What was told once is never taken back. */
export class SentCount {
  readonly #onSent: ((bytes: number) => void) | undefined;
  #handed = 0;
  #taken = 0;
  #told = 0;
  /** From when on it is known what has not arrived: then that a byte was taken says nothing any more. */
  #isWatched = false;

  constructor(onSent: ((bytes: number) => void) | undefined) {
    this.#onSent = onSent;
  }

  /** So many bytes more are handed over. */
  hands(bytes: number): void {
    this.#handed += bytes;
  }

  /** So many of them are out of our hands. */
  taken(bytes: number): void {
    this.#taken += bytes;
    if (!this.#isWatched) this.#tell(this.#taken);
  }

  /** So many of those that were handed over have not arrived yet. */
  unsent(bytes: number): void {
    this.#isWatched = true;
    this.#tell(this.#handed - bytes);
  }

  /** All of them have arrived. */
  arrived(): void {
    this.#tell(this.#handed);
  }

  #tell(bytes: number): void {
    if (bytes <= this.#told) return;
    this.#told = bytes;
    this.#onSent?.(bytes);
  }
}
