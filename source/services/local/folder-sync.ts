import { open } from 'node:fs/promises';
import { toDiskPath } from './disk-path.ts';
import type { DiskSync } from './disk-sync.ts';

/** Makes the names in a folder durable. Those who ask while a round is under way share the next one. */
export class FolderSync {
  readonly #disk: DiskSync;
  readonly #running = new Map<string, { current: Promise<void>; next: Promise<void> | null }>();

  constructor(disk: DiskSync) {
    this.#disk = disk;
  }

  /** Resolves when all that was renamed in this folder before the call would survive a power cut. */
  async sync(folder: string): Promise<void> {
    if (this.#disk.isQuick) {
      this.#disk.folder(folder);
      return;
    }
    const running = this.#running.get(folder);
    if (running === undefined) return this.#begin(folder);
    running.next ??= running.current.then(async () => this.#begin(folder));
    return running.next;
  }

  async #begin(folder: string): Promise<void> {
    const round = { current: syncFolder(folder), next: null };
    this.#running.set(folder, round);
    await round.current;
    if (this.#running.get(folder) === round && round.next === null) this.#running.delete(folder);
  }
}

/** A file system that cannot sync a folder has nothing to say about it either. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(toDiskPath(folder), 'r');
    await handle.sync().catch(() => undefined);
    await handle.close();
  } catch {
    // Not readable, or gone: its names are as safe as they were.
  }
}
