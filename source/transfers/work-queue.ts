import { isFolderLike } from '../domain/entry.ts';
import type { FolderWork, Item } from './work.ts';

/** Files that wait before walking on stops for a while: enough for totals that look ahead, and a bound for memory. */
const ENOUGH_AHEAD = 10_000;

/** What a job has yet to do: files in the order they were found, folders the latest first so that few are ever open. */
export class WorkQueue {
  #items: (Item | undefined)[] = [];
  #head = 0;
  readonly #entrances: Item[] = [];
  readonly #folders: FolderWork[] = [];
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();
  #isClosed = false;

  get waitingFiles(): number {
    return this.#items.length - this.#head;
  }

  /** Folders to be entered go first, so that the totals are known early. */
  push(item: Item): void {
    if (isFolderLike(item.entry)) this.#entrances.push(item);
    else this.#items.push(item);
    this.#changed();
  }

  /** Puts one back that was begun and not done. */
  putBack(item: Item): void {
    if (isFolderLike(item.entry)) this.#entrances.push(item);
    else if (this.#head > 0) this.#items[(this.#head -= 1)] = item;
    else this.#items.unshift(item);
    this.#changed();
  }

  pushFolder(work: FolderWork): void {
    this.#folders.push(work);
    this.#changed();
  }

  /** The next file; null once all is done. */
  async takeItem(): Promise<Item | null> {
    for (;;) {
      const item = this.#shift();
      if (item !== null) return item;
      if (this.#isClosed) return null;
      await this.#wake.promise;
    }
  }

  /** The next folder to walk, once not too many files wait; null once all is done. */
  async takeFolder(): Promise<FolderWork | null> {
    for (;;) {
      const work = this.waitingFiles < ENOUGH_AHEAD ? this.#folders.pop() : undefined;
      if (work !== undefined) return work;
      if (this.#isClosed) return null;
      await this.#wake.promise;
    }
  }

  /** Forgets what there was to do. */
  abandon(): void {
    this.#items = [];
    this.#head = 0;
    this.#entrances.length = 0;
    this.#folders.length = 0;
    this.close();
  }

  /** Lets all who wait go home. */
  close(): void {
    this.#isClosed = true;
    this.#changed();
  }

  #shift(): Item | null {
    const entrance = this.waitingFiles < ENOUGH_AHEAD ? this.#entrances.pop() : undefined;
    if (entrance !== undefined) return entrance;
    const item = this.#items[this.#head];
    if (item === undefined) return null;
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    // Walkers may wait for the line of files to get shorter.
    if (this.waitingFiles === ENOUGH_AHEAD - 1) this.#changed();
    return item;
  }

  #changed(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}
