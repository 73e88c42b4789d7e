import { open } from 'node:fs/promises';
import { toDiskPath } from './disk-path.ts';

/** Makes the names in a folder durable. Those who ask while a round is under way share the next one. */
export class FolderSync {
  readonly #running = new Map<string, { current: Promise<void>; next: Promise<void> | null }>();

  /** Resolves when all that was renamed in this folder before the call would survive a power cut. */
  async sync(folder: string): Promise<void> {
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
