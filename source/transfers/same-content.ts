import type { Entry } from '../domain/entry.ts';
import type { FileStore } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';

/** A file and where it lies. */
export interface Side {
  readonly store: FileStore;
  readonly location: Location;
  readonly entry: Entry;
}

/**
 * Whether two files hold the same bytes: by size, then by hash, which a store that does not list it reads the file for.
 * Null when it cannot be told without fetching a file.
 */
export async function haveSameContent(a: Side, b: Side, signal: AbortSignal): Promise<boolean | null> {
  if (a.entry.size === null || b.entry.size === null) return null;
  if (a.entry.size !== b.entry.size) return false;
  // Both may have to be read: one after the other, for they may lie on one disk.
  const first = await hashOf(a, signal);
  if (first === null) return null;
  const second = await hashOf(b, signal);
  return second === null ? null : first === second;
}

async function hashOf({ store, location, entry }: Side, signal: AbortSignal): Promise<string | null> {
  if (entry.hash !== null) return entry.hash;
  return store.hashes === undefined ? null : (await store.hashes(location, { signal })).hash;
}
