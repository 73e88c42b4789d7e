/** Bytes of a block: about what the system hands over at once on a fast line. */
const BLOCK = 512 * 1024;
/** One being filled, one with the reader, three that it may still hold, and one so that neither waits for the other. */
const BLOCKS = 6;
/** Room in a block that is not worth another call of the system. */
const TOO_LITTLE = 64 * 1024;
/** Chunks taken after which one is out of use (`ReadOptions.mayReuse`). */
const KEPT = 3;

interface Block {
  readonly bytes: Buffer;
  filled: number;
  taken: number;
  /** Number of the last chunk that was taken from it. */
  lastChunk: number;
}

/** Blocks of memory that a socket fills and a reader takes from, in turn and without a copy. */
export class BlockRing {
  readonly #blocks: Block[] = [];
  /** Blocks filled, and blocks taken, since the beginning. */
  #fill = 0;
  #take = 0;
  #chunks = 0;
  /** Whether the block to be filled is out of use and emptied. */
  #isReady = true;

  /** Where the next bytes go, once `hasRoom`. */
  get room(): Buffer {
    const { bytes, filled } = this.#at(this.#fill);
    return this.#isReady ? bytes.subarray(filled) : bytes;
  }

  /** False while the reader may still use what stands where the next bytes would go. */
  get hasRoom(): boolean {
    if (this.#isReady) return true;
    const block = this.#at(this.#fill);
    const isFresh = this.#fill < BLOCKS;
    if (!isFresh && (this.#take <= this.#fill - BLOCKS || this.#chunks - block.lastChunk < KEPT)) return false;
    Object.assign(block, { filled: 0, taken: 0 });
    this.#isReady = true;
    return true;
  }

  /** So many bytes were put to `room`. */
  added(count: number): void {
    const block = this.#at(this.#fill);
    block.filled += count;
    if (block.bytes.length - block.filled >= TOO_LITTLE) return;
    this.#fill += 1;
    this.#isReady = false;
    this.#passOver();
  }

  /** All that has come of one block and was not taken; null when there is nothing. */
  next(): Buffer | null {
    if (this.#take === this.#fill && !this.#isReady) return null;
    const block = this.#at(this.#take);
    if (block.taken === block.filled) return null;
    const chunk = block.bytes.subarray(block.taken, block.filled);
    this.#chunks += 1;
    block.taken = block.filled;
    block.lastChunk = this.#chunks;
    this.#passOver();
    return chunk;
  }

  /** What has come of the first block; for a head, which is then left out by `skip`. */
  get start(): Buffer {
    const { bytes, filled } = this.#at(0);
    return bytes.subarray(0, filled);
  }

  /** Leaves out the first bytes. */
  skip(count: number): void {
    this.#at(0).taken = count;
    this.#passOver();
  }

  #passOver(): void {
    while (this.#take < this.#fill && this.#at(this.#take).taken === this.#at(this.#take).filled) this.#take += 1;
  }

  #at(index: number): Block {
    return (this.#blocks[index % BLOCKS] ??= {
      bytes: Buffer.allocUnsafeSlow(BLOCK),
      filled: 0,
      taken: 0,
      lastChunk: 0,
    });
  }
}
