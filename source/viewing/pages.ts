import type { Entry } from '../domain/entry.ts';
import type { FileStore, ReadResult } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';

/** What is known of the file as it was when it was last read. */
export interface FileFacts {
  readonly size: number;
  readonly modifiedAt: number | null;
  readonly hash: string | null;
}

const PAGE = 64 * 1024;
/** Pages kept: 4 MiB, however large the file is. */
const KEPT = 64;

export interface PagesOptions {
  readonly store: FileStore;
  readonly file: Location;
  readonly entry: Entry;
}

/**
 * A file of any size, read in pages of 64 KiB where somebody looks. When an answer shows that the file has changed, the pages
 * kept are dropped and `generation` counts up.
 */
export class Pages {
  readonly #options: PagesOptions;
  readonly #kept = new Map<number, Uint8Array>();
  #facts: FileFacts | null = null;
  #generation = 0;

  constructor(options: PagesOptions) {
    this.#options = options;
    // An empty file has no range to ask for.
    const { size, modifiedAt, hash } = options.entry;
    if (size === 0 && options.entry.kind === 'file') this.#facts = { size, modifiedAt, hash };
  }

  get facts(): FileFacts | null {
    return this.#facts;
  }

  /** How often the file was seen to have changed. */
  get generation(): number {
    return this.#generation;
  }

  /** The bytes from `from` up to and without `to`, fewer at the end of the file. */
  async read(from: number, to: number, signal: AbortSignal): Promise<Uint8Array> {
    if (this.#facts === null) await this.#page(0, signal);
    const end = Math.min(to, this.#facts?.size ?? 0);
    if (from >= end) return new Uint8Array(0);
    const first = Math.floor(from / PAGE);
    const parts: Uint8Array[] = [];
    for (let number = first; number * PAGE < end; number += 1) parts.push(await this.#page(number, signal));
    const [only] = parts;
    const all = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    return all.subarray(from - first * PAGE, end - first * PAGE);
  }

  /** The bytes from `from` on as they come; nothing of them is kept. */
  async *stream(from: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    if (from >= (this.#facts?.size ?? Infinity)) return;
    const { store, file } = this.#options;
    const result = await store.read(file, { from, signal });
    this.#note(result);
    yield* result.body;
  }

  /** Looks whether the file is still the same; only where looking costs next to nothing. */
  async look(signal: AbortSignal): Promise<void> {
    const { store, file } = this.#options;
    this.#note(await store.read(file, { from: 0, to: 0, signal }));
  }

  /** Forgets all pages: the next are read anew. */
  forget(): void {
    this.#kept.clear();
    this.#facts = null;
  }

  async #page(number: number, signal: AbortSignal): Promise<Uint8Array> {
    const kept = this.#kept.get(number);
    if (kept !== undefined) {
      // The last used is the last to go.
      this.#kept.delete(number);
      this.#kept.set(number, kept);
      return kept;
    }
    const { store, file } = this.#options;
    const from = number * PAGE;
    const result = await store.read(file, { from, to: from + PAGE - 1, signal });
    const parts: Uint8Array[] = [];
    for await (const chunk of result.body) parts.push(Uint8Array.from(chunk));
    signal.throwIfAborted();
    this.#note(result);
    const page = Buffer.concat(parts);
    this.#kept.set(number, page);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return page;
  }

  #note({ size, modifiedAt, hash }: ReadResult): void {
    const before = this.#facts;
    this.#facts = { size: size ?? before?.size ?? 0, modifiedAt, hash };
    if (before === null || isSame(before, this.#facts)) return;
    this.#generation += 1;
    this.#kept.clear();
  }
}

/** A cloud tells the content's hash, whatever its time; a disk tells the time. */
function isSame(a: FileFacts, b: FileFacts): boolean {
  if (a.size !== b.size) return false;
  return a.hash !== null && b.hash !== null ? a.hash === b.hash : a.modifiedAt === b.modifiedAt;
}
