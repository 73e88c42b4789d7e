import type { ContentDigest } from '../../protocol/content-hash.ts';

/** First and last byte, both inclusive, counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Content that arrived whole, but is under no name yet. */
export interface ReceivedBlob extends ContentDigest {
  /** Gives it its name, the hash; content that is there already is replaced by the same. Durable when it resolves. */
  keep(): Promise<void>;
  /** Forgets it. */
  drop(): Promise<void>;
}

export interface ReceiveOptions {
  /** Most bytes that are taken; one more rejects with `out-of-space`. */
  readonly limit: number;
  /** The source has no use for its chunks once they are taken, so their memory may be given back at once. */
  readonly mayRelease?: boolean;
}

/** A blob as a listing shows it. */
export interface BlobEntry {
  readonly hash: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

/** Where content lies, each under its hash (`sha1:…`). Every implementation passes `test/server/contracts/blobs.ts`. */
export interface Blobs {
  /** Takes all bytes of the source, hashing on the way. When the source breaks nothing stays. */
  receive(source: AsyncIterable<Uint8Array>, options: ReceiveOptions): Promise<ReceivedBlob>;
  /**
   * The bytes of a blob or a part of them, in one piece when they are few. Content is checked against its hash: bytes that
   * are not what was stored reject with an error that is no AppError, before the first of them is answered, or where the
   * store is far away and the content large at least before the last; then a part of it is what the store says it is.
   */
  read(hash: string, range?: ByteRange): Promise<Uint8Array | AsyncIterable<Uint8Array>>;
  /** Resolves when the stored bytes have this hash; rejects as `read` does. */
  verify(hash: string): Promise<void>;
  /** Every blob, in no order. */
  list(): AsyncIterable<BlobEntry>;
  /** Bytes of a stored blob; null when it is not there. */
  sizeOf(hash: string): Promise<number | null>;
  /** Removes what uploads left behind that were cut off before this time; answers how many. */
  removeUnfinished(before: number): Promise<number>;
  /** Removes a blob; one that is not there is no error. */
  remove(hash: string): Promise<void>;
  /** Resolves where content could be read and stored now; rejects with an AppError that says why not. */
  probe(): Promise<void>;
  /** Lets go of the place; nothing may be under way. */
  close(): Promise<void>;
}
