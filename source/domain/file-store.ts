import type { Entry } from './entry.ts';
import type { Fact } from './fact.ts';
import type { Location } from './location.ts';
import type { PublicFile } from './public-file.ts';

/** Every call takes a signal; when it fires the call rejects with the signal's reason and leaves nothing half done. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A destructive call carries what the person saw; the store refuses with `changed` when that has gone by. */
export interface SeenOptions extends CallOptions {
  readonly seen?: string | undefined;
}

/** Where content comes from. It can be opened again from the start, so that a store can try once more. */
export interface ContentSource {
  /** Bytes; null when not known before the end (standard input). */
  readonly size: number | null;
  /** Milliseconds since 1970, kept by a store that can; null for now. */
  readonly modifiedAt: number | null;
  /** `sha1:…` and `magic_hash:…` when they are known before the first byte is sent; a store may use them to send none. */
  readonly hashes?: ContentHashes | undefined;
  /** `sha1:…` that the content must have where it is known beforehand; the store rejects with `integrity` on any other. */
  readonly expectedHash?: string | undefined;
  /** True when `open` itself fails at its end with `integrity` on any other content: then nobody hashes it twice. */
  readonly checksItself?: boolean | undefined;
  /** Permission bits of the file it comes from, kept by a store that can. */
  readonly mode?: number | undefined;
  /** False when `open` works once only (standard input). */
  readonly canReopen: boolean;
  /**
   * The bytes from the start. Rejects with `changed` when the source is no longer what it was at first. A chunk may be
   * reused once three more have been taken: who keeps chunks for longer copies them.
   */
  open(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * All bytes in one piece that nobody else writes to, as `open` gives them; null where they are rather to be had from that. Only
   * where they are few: then a stream takes longer than its bytes.
   */
  whole?(signal?: AbortSignal): Promise<Uint8Array | null>;
  /** The bytes from this offset on, where the source can begin in the middle. */
  openAt?(offset: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** Both hashes of a content: `sha1:…` and `magic_hash:…`. */
export interface ContentHashes {
  readonly hash: string;
  readonly magicHash: string;
}

/** The content of a file being read. */
export interface ReadResult {
  /** Bytes of the whole file; null when the store does not say. */
  readonly size: number | null;
  readonly modifiedAt: number | null;
  /** `sha1:…` of the whole file where the store knows it; the reader checks against it. */
  readonly hash: string | null;
  /** Permission bits, where the store has them. */
  readonly mode?: number | undefined;
  /** The bytes asked for. Ending early or too late is an error, never a short success. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The same in one piece that nobody else writes to, where a whole small file is here already. */
  readonly whole?: Uint8Array | undefined;
}

export interface ReadOptions extends CallOptions {
  /** First byte wanted, counted from 0. */
  readonly from?: number | undefined;
  /** Last byte wanted, inclusive; open end when absent. */
  readonly to?: number | undefined;
  /**
   * The file as a listing has just told it. A store may then leave out its own look; it rejects with `changed` when the
   * content is not that.
   */
  readonly seen?: Entry | undefined;
  /** True when the caller is done with a chunk once it has taken three more: a store may then reuse its memory. */
  readonly mayReuse?: boolean | undefined;
}

export interface WriteOptions extends CallOptions {
  /**
   * What to do where a file of that name is. `refuse` rejects with `name-taken` and touches nothing; `replace` takes its
   * place only once the new content is whole; `{ seen }` replaces only what the person saw, else rejects with `changed`.
   */
  readonly taken: 'refuse' | 'replace' | { readonly seen: string };
  /**
   * Called with the number of bytes that have just gone: to disk, or to the other end of a line, where it is known what has arrived
   * there, else out of this program. It runs backwards (negative) when a try starts over.
   */
  readonly onProgress?: ((bytes: number) => void) | undefined;
  /** Called when content that had begun to go is sent again from its start. */
  readonly onStartOver?: (() => void) | undefined;
  /** How what grows beside the target is named and kept; without it nothing outlives the call. */
  readonly partial?: PartialOptions | undefined;
  /**
   * True when the caller has just seen, in a listing, that there is no such name. A store that cannot refuse in one step
   * may then leave out its own look.
   */
  readonly wasFree?: boolean | undefined;
}

/** Only a store with `discardPartial` heeds these. */
export interface PartialOptions {
  /** Letters and digits, at most 16, that no other write uses at the same time. A later one with it goes on from there. */
  readonly tag: string;
  /**
   * Asked when the write is cut short: whether what arrived is to stay. A later write goes on with it where the source
   * has an `expectedHash` and can `openAt`, and begins anew where not.
   */
  readonly keep: () => boolean;
  /** Where nothing was kept, what stands at the target is gone on with as what arrived; it stays as it is meanwhile. */
  readonly startsFromTarget?: boolean;
}

/**
 * A place of files: this machine, a cloud, memory. Every implementation passes `test/contracts/file-store.ts`.
 *
 * Rules for all of them:
 * - A missing entry is `not-found`; a file where a folder is wanted is `not-a-folder`, the reverse `not-a-file`.
 * - Names with `/` or NUL, empty, `.` and `..` are `invalid-name` before anything is asked of the world.
 * - Nothing half-written is ever seen under the real name.
 * - Every rejection is an AppError, or the signal's reason; anything else is a bug.
 */
export interface FileStore {
  readonly powers: StorePowers;
  /** The entries of a folder in batches, unsorted, the first as early as it can be had; at a cloud's root the volumes. */
  list(folder: Location, options?: CallOptions): AsyncIterable<readonly Entry[]>;
  /** One entry. For a volume's top folder and a cloud's root the entry has the kind `volume` or `folder`. */
  stat(location: Location, options?: CallOptions): Promise<Entry>;
  /** Content; rejects with `not-a-file` on a folder and with `not-found` on a cloud file that was never filled. */
  read(file: Location, options?: ReadOptions): Promise<ReadResult>;
  /** Writes a whole file: aside first, checked by size and hash, then in place. Answers the entry as it is now. */
  write(file: Location, source: ContentSource, options: WriteOptions): Promise<Entry>;
  /** Makes a folder and the missing ones above it; one that is there is no error. At a cloud's root: a volume. */
  makeFolder(folder: Location, options?: CallOptions): Promise<Entry>;
  /**
   * Moves or renames within this store; a taken name is `name-taken` unless `replace`, which never hits a folder. What
   * the store could only do by copying (another disk, another volume) is `unsupported`: the caller copies and removes.
   */
  move(from: Location, to: Location, options?: SeenOptions & { readonly replace?: boolean }): Promise<Entry>;
  /** Removes a file, a folder with all below it, or a volume. A link goes, never what it leads to. */
  remove(location: Location, options?: SeenOptions): Promise<void>;
  /**
   * Copies a file within this store without its bytes passing through here; `unsupported` when this one cannot be
   * copied so. Names that are taken as for `write`.
   */
  copy?(from: Location, to: Location, options: WriteOptions): Promise<Entry>;
  /** Makes a link like this one. Only where links exist. */
  copyLink?(from: Location, to: Location, options?: CallOptions): Promise<Entry>;
  /** Removes a folder that has nothing in it, and rejects with `changed` when it has. Only where that is one step. */
  removeEmptyFolder?(folder: Location, options?: CallOptions): Promise<void>;
  /**
   * Puts it where the desktop keeps what was thrown away; `unsupported` where there is no such place for it. Answers
   * where it lies now.
   */
  trash?(location: Location, options?: SeenOptions): Promise<Location>;
  /** Puts back what `trash` put away; a name that is taken meanwhile is `name-taken`. */
  restore?(trashed: Location, to: Location, options?: CallOptions): Promise<Entry>;
  /** Reads the whole file for its hashes. Only where reading is cheap. */
  hashes?(file: Location, options?: CallOptions): Promise<ContentHashes>;
  /** Removes what a write with this tag left beside this file; nothing there is no error. */
  discardPartial?(file: Location, tag: string): Promise<void>;
  /** Lets anyone read the file at the address of the answer, or stops that. Only where `powers.publish`. */
  publish?(file: Location, isPublic: boolean, options?: CallOptions): Promise<Entry>;
  /**
   * Calls back after something in this folder changed, once or often, until the answered function is called. Only where the
   * world tells by itself; where it cannot for this folder, nothing is ever called.
   */
  watch?(folder: Location, onChange: () => void): () => void;
  /** Every file of the account that anyone can read. Only where `powers.publish`. */
  publicFiles?(root: Location, options?: CallOptions): Promise<readonly PublicFile[]>;
  /** Everything the store itself knows of a place, in its own words and order. */
  facts?(location: Location, options?: CallOptions): Promise<readonly Fact[]>;
  /** Bytes in use and in all. Only where `powers.quota`. */
  quota?(options?: CallOptions): Promise<Quota>;
}

export interface StorePowers {
  readonly publish: boolean;
  readonly quota: boolean;
  /** Listings carry content hashes for free. */
  readonly knowsHashes: boolean;
  /** The modification time given to `write` is kept. */
  readonly keepsTimes: boolean;
}

/** Bytes. */
export interface Quota {
  readonly used: number;
  readonly total: number;
}
