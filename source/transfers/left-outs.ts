import type { Location } from '../domain/location.ts';
import type { FileFailure } from '../domain/transfer.ts';
import { journalKey } from './journal-record.ts';
import type { Item } from './work.ts';

/** One that failed or was skipped, with what it takes to try it again. */
export interface LeftOut {
  readonly failure: FileFailure;
  readonly item: Item;
}

/** What a job failed to do or left out, each file once. */
export class LeftOuts {
  /** Those of an earlier life of the program have no item before they are found again. */
  readonly #all = new Map<string, { readonly failure: FileFailure; readonly item: Item | null }>();
  /** A snapshot takes a copy where something changed since the last one. */
  #shown: readonly FileFailure[] | null;

  constructor(failures: readonly FileFailure[]) {
    for (const failure of failures) this.#all.set(journalKey(failure.location), { failure, item: null });
    this.#shown = failures;
  }

  add(failure: FileFailure, item: Item): void {
    this.#all.set(journalKey(failure.location), { failure, item });
    this.#shown = null;
  }

  /** What became of it in an earlier life counts no more: it is tried anew. */
  found(location: Location): void {
    if (this.#all.size === 0) return;
    const key = journalKey(location);
    if (this.#all.get(key)?.item === null) this.#forget(key);
  }

  /** Forgets those of an earlier life that were not found again. */
  forgetUnfound(): void {
    for (const [key, { item }] of this.#all) if (item === null) this.#forget(key);
  }

  takeAll(): readonly LeftOut[] {
    const all = [...this.#all.values()].flatMap(({ failure, item }) => (item === null ? [] : [{ failure, item }]));
    this.#all.clear();
    this.#shown = null;
    return all;
  }

  get failures(): readonly FileFailure[] {
    this.#shown ??= [...this.#all.values()].map(({ failure }) => failure);
    return this.#shown;
  }

  #forget(key: string): void {
    this.#all.delete(key);
    this.#shown = null;
  }
}
