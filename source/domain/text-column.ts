const FIRST_BYTES = 4096;
const FIRST_TEXTS = 64;
/** Text of other characters is kept apart, as it is. */
const NARROW = /^[\0-\xff]*$/; // oxlint-disable-line no-control-regex -- one byte each is what is asked for

/** Many short texts one after the other in one block of memory: a string of its own costs each a header, and one put together a part each. */
export class TextColumn {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #ends = new Uint32Array(FIRST_TEXTS);
  #length = 0;
  readonly #wide = new Map<number, string>();

  push(text: string): void {
    const at = this.#length;
    const start = this.#startOf(at);
    const isNarrow = NARROW.test(text);
    if (!isNarrow) this.#wide.set(at, text);
    const end = start + (isNarrow ? text.length : 0);
    if (at === this.#ends.length) this.#ends = widened(this.#ends, new Uint32Array(at * 2));
    while (end > this.#bytes.length) this.#bytes = widened(this.#bytes, Buffer.allocUnsafeSlow(this.#bytes.length * 2));
    if (isNarrow) this.#bytes.write(text, start, 'latin1');
    this.#ends[at] = end;
    this.#length = at + 1;
  }

  /** The text at that place, empty beyond the end. */
  get(at: number): string {
    return this.#wide.get(at) ?? this.#bytes.toString('latin1', this.#startOf(at), this.#ends[at] ?? 0);
  }

  #startOf(at: number): number {
    return at === 0 ? 0 : (this.#ends[at - 1] ?? 0);
  }
}

function widened<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
