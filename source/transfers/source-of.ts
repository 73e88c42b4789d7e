import { AppError } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { ContentHashes, ContentSource, FileStore, ReadOptions } from '../domain/file-store.ts';
import { toPlainPath, type Location } from '../domain/location.ts';
import type { Pace } from './pace.ts';

export interface SourceOptions {
  readonly store: FileStore;
  readonly location: Location;
  /** As it was seen when it was walked; what is read must still be that. */
  readonly entry: Entry;
  readonly pace: Pace;
  readonly mode?: number | undefined;
  /** The hashes of what is there now, when they were worth reading it for. */
  readonly hashes?: ContentHashes | undefined;
}

/** A file of a store as the source of a write to another: nothing is asked of its store before it is opened. */
export function sourceOf({ store, location, entry, pace, mode, hashes }: SourceOptions): ContentSource {
  const read = async function* read(options: ReadOptions): AsyncGenerator<Uint8Array> {
    const result = await store.read(location, { ...options, seen: entry });
    const isSame =
      (result.size === null || result.size === entry.size) &&
      (result.hash === null || entry.hash === null || result.hash === entry.hash) &&
      (entry.hash !== null || result.modifiedAt === null || result.modifiedAt === entry.modifiedAt);
    if (!isSame) throw new AppError('changed', 'The file changed meanwhile', { path: toPlainPath(location) });
    yield* pace(result.body, options.signal);
  };
  return {
    size: entry.size,
    modifiedAt: entry.modifiedAt,
    mode,
    hashes,
    expectedHash: entry.hash ?? hashes?.hash,
    canReopen: true,
    open: (signal) => read({ signal }),
    openAt: (from, signal) => read({ from, signal }),
  };
}
