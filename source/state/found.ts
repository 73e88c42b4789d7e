import type { Entry } from '../domain/entry.ts';
import { Listing } from '../domain/listing.ts';

/** A search below a pane's folder. What it found is the pane's listing, each entry named by its path from that folder. */
export interface Found {
  /** As it was typed. */
  readonly query: string;
  readonly status: 'running' | 'done' | 'stopped';
  /** Folders that were read, and those that could not be. */
  readonly folders: number;
  readonly unreadable: number;
  /** The path of the folder being read, from where the search began; empty for that folder itself. */
  readonly current: string;
  /** Where the search began at the list of volumes: their names, by which paths are told apart. */
  readonly volumes: readonly string[];
}

export function newFound(query: string): Found {
  return { query, status: 'running', folders: 0, unreadable: 0, current: '', volumes: [] };
}

/** The path of the folder that holds what is at this path; empty at the top. */
export function folderPathOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** What was found, after one folder of it was read again: what is gone from there is gone here, the rest is as it is now. */
export function rechecked(found: Listing, folderPath: string, entries: readonly Entry[]): Listing {
  const now = new Map(entries.map((entry) => [entry.name, entry]));
  const kept: Entry[] = [];
  for (const entry of found.entries()) {
    if (folderPathOf(entry.name) !== folderPath) {
      kept.push(entry);
      continue;
    }
    const fresh = now.get(folderPath === '' ? entry.name : entry.name.slice(folderPath.length + 1));
    if (fresh !== undefined) kept.push({ ...fresh, name: entry.name });
  }
  return Listing.of(kept);
}
