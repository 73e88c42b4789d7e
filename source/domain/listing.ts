import type { Entry, EntryKind } from './entry.ts';
import { TextColumn } from './text-column.ts';

const KINDS: readonly EntryKind[] = ['file', 'folder', 'volume', 'link', 'other'];
const [FOLDER, VOLUME] = [KINDS.indexOf('folder'), KINDS.indexOf('volume')];
const FIRST_CAPACITY = 64;

/** What few entries have, kept apart so that a folder of 100 000 plain files stays small. */
interface Rare {
  readonly hash: string | null;
  readonly publicUrl: string | null;
  readonly leadsToFolder: boolean;
}

/** The growing columns that successive listings share; each listing sees its own length of them. */
interface Columns {
  used: number;
  readonly names: string[];
  readonly identities: TextColumn;
  /** By what names sort, as far as anybody asked. */
  readonly sortKeys: string[];
  kinds: Uint8Array;
  sizes: Float64Array;
  times: Float64Array;
  readonly rare: Map<number, Rare>;
}

/**
 * The entries of one folder as columns. `append` answers a longer listing and leaves this one as it was, so that state
 * can hold it like any other value; the columns behind are shared, never copied.
 */
export class Listing {
  readonly length: number;
  readonly #columns: Columns;

  private constructor(columns: Columns, length: number) {
    this.#columns = columns;
    this.length = length;
  }

  static empty(): Listing {
    return new Listing(newColumns(), 0);
  }

  static of(entries: readonly Entry[]): Listing {
    return Listing.empty().append(entries);
  }

  /** These entries after the present ones. Appending twice to the same listing copies it: the tail is taken already. */
  append(entries: readonly Entry[]): Listing {
    if (entries.length === 0) return this;
    if (this.#columns.used !== this.length) {
      return Listing.of([...this.entries(), ...entries]);
    }
    for (const entry of entries) push(this.#columns, entry);
    return new Listing(this.#columns, this.#columns.used);
  }

  /** A listing with this entry in the place of the one of its name; this one where there is none. */
  withEntry(entry: Entry): Listing {
    if (this.indexOf(entry.name) < 0) return this;
    return Listing.of([...this.entries()].map((each) => (each.name === entry.name ? entry : each)));
  }

  name(index: number): string {
    return this.#columns.names[index] ?? '';
  }

  /** What `make` answers for the name, worked out once for this and all longer listings: there is one `make` for them all. */
  sortKey(index: number, make: (name: string) => string): string {
    return (this.#columns.sortKeys[index] ??= make(this.name(index)));
  }

  kind(index: number): EntryKind {
    return KINDS[this.#columns.kinds[index] ?? 0] ?? 'other';
  }

  /** Bytes; null where there is no size. */
  size(index: number): number | null {
    return orNull(this.#columns.sizes[index]);
  }

  /** Milliseconds since 1970; null where it is not known. */
  modifiedAt(index: number): number | null {
    return orNull(this.#columns.times[index]);
  }

  isFolderLike(index: number): boolean {
    const { kinds, rare } = this.#columns;
    const kind = kinds[index];
    if (kind === FOLDER || kind === VOLUME) return true;
    // Asked at each comparison of a sort: a map without anything in it is not asked.
    return rare.size > 0 && rare.get(index)?.leadsToFolder === true;
  }

  /** The whole entry, made anew at each call. */
  entry(index: number): Entry {
    const rare = this.#columns.rare.get(index);
    return {
      name: this.name(index),
      kind: this.kind(index),
      size: this.size(index),
      modifiedAt: this.modifiedAt(index),
      hash: rare?.hash ?? null,
      publicUrl: rare?.publicUrl ?? null,
      ...(rare?.leadsToFolder === true ? { leadsToFolder: true } : {}),
      identity: this.#columns.identities.get(index),
    };
  }

  *entries(): Generator<Entry> {
    for (let index = 0; index < this.length; index += 1) yield this.entry(index);
  }

  /** The index of the entry of that name, or -1. */
  indexOf(name: string): number {
    const index = this.#columns.names.indexOf(name);
    return index < this.length ? index : -1;
  }
}

function newColumns(): Columns {
  return {
    used: 0,
    names: [],
    identities: new TextColumn(),
    sortKeys: [],
    kinds: new Uint8Array(FIRST_CAPACITY),
    sizes: new Float64Array(FIRST_CAPACITY),
    times: new Float64Array(FIRST_CAPACITY),
    rare: new Map(),
  };
}

function push(columns: Columns, entry: Entry): void {
  const at = columns.used;
  if (at === columns.kinds.length) grow(columns);
  columns.names.push(entry.name);
  columns.identities.push(entry.identity);
  columns.kinds[at] = KINDS.indexOf(entry.kind);
  columns.sizes[at] = entry.size ?? Number.NaN;
  columns.times[at] = entry.modifiedAt ?? Number.NaN;
  const leadsToFolder = entry.leadsToFolder === true;
  if (entry.hash !== null || entry.publicUrl !== null || leadsToFolder) {
    columns.rare.set(at, { hash: entry.hash, publicUrl: entry.publicUrl, leadsToFolder });
  }
  columns.used += 1;
}

function grow(columns: Columns): void {
  const capacity = columns.kinds.length * 2;
  columns.kinds = copyInto(new Uint8Array(capacity), columns.kinds);
  columns.sizes = copyInto(new Float64Array(capacity), columns.sizes);
  columns.times = copyInto(new Float64Array(capacity), columns.times);
}

function copyInto<T extends Uint8Array | Float64Array>(wide: T, narrow: T): T {
  wide.set(narrow);
  return wide;
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
