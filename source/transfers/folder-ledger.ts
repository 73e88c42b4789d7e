import type { FolderWork, Item } from './work.ts';

/** Knows when a folder is finished, and with it those above it. */
export class FolderLedger {
  readonly #onFinished: (folder: FolderWork) => Promise<boolean>;

  /** @param onFinished told of each folder whose entries are all finished; answers whether it ended well */
  constructor(onFinished: (folder: FolderWork) => Promise<boolean>) {
    this.#onFinished = onFinished;
  }

  /** One entry more. */
  add(folder: FolderWork): void {
    folder.pending += 1;
  }

  /** One entry of the folder, or the listing of it, is finished; and with it perhaps the folder, and those above. */
  async finish(folder: FolderWork, isWhole: boolean): Promise<void> {
    let isFine = isWhole;
    for (let at: FolderWork | null = folder; at !== null; at = at.parent) {
      if (!isFine) at.lacking += 1;
      at.pending -= 1;
      if (at.pending > 0) return;
      isFine = await this.#onFinished(at);
    }
  }

  /** Opens the folders again in which an entry failed that is tried once more. */
  takeUpAgain(item: Item): void {
    for (let at: FolderWork | null = item.folder; at !== null; at = at.parent) {
      at.lacking -= 1;
      at.pending += 1;
      if (at.pending > 1) break;
    }
  }
}
