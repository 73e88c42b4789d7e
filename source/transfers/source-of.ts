import { AppError } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { ContentHashes, ContentSource, FileStore, ReadOptions, ReadResult } from '../domain/file-store.ts';
import { gather } from '../domain/in-one-piece.ts';
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
  /** Told when its bytes begin to be taken. */
  readonly onOpen: () => void;
}

/** Bytes up to which content is taken in one piece: its streams would take longer than its bytes. */
const FEW = 64 * 1024;

/** A source, and the end of it: whoever took it may have left it in the middle without a word. */
export interface HeldSource {
  readonly source: ContentSource;
  /** Lets go of what is still open of it. */
  readonly release: () => void;
}

/** A file of a store as the source of a write to another: nothing is asked of its store before it is opened. */
export function sourceOf({ store, location, entry, pace, mode, hashes, onOpen }: SourceOptions): HeldSource {
  const opened: AsyncGenerator<Uint8Array>[] = [];
  const look = async (options: ReadOptions): Promise<ReadResult> => {
    const result = await store.read(location, { ...options, seen: entry });
    const isSame =
      (result.size === null || result.size === entry.size) &&
      (result.hash === null || entry.hash === null || result.hash === entry.hash) &&
      (entry.hash !== null || result.modifiedAt === null || result.modifiedAt === entry.modifiedAt);
    if (!isSame) throw new AppError('changed', 'The file changed meanwhile', { path: toPlainPath(location) });
    return result;
  };
  const read = async function* read(options: ReadOptions): AsyncGenerator<Uint8Array> {
    const result = await look({ ...options, mayReuse: true });
    yield* pace.pass(result.body, options.signal);
  };
  const whole = async (signal?: AbortSignal): Promise<Uint8Array | null> => {
    // A limit wants it in pieces.
    if (pace.isLimited) return null;
    onOpen();
    const result = await look({ signal });
    return result.whole ?? gather(result.body);
  };
  const open = (options: ReadOptions): AsyncGenerator<Uint8Array> => {
    onOpen();
    const bytes = read(options);
    opened.push(bytes);
    return bytes;
  };
  const source: ContentSource = {
    size: entry.size,
    modifiedAt: entry.modifiedAt,
    mode,
    hashes,
    expectedHash: entry.hash ?? hashes?.hash,
    // A cloud's store holds what it reads whole against the hash that the cloud tells.
    checksItself: location.side === 'cloud',
    canReopen: true,
    open: (signal) => open({ signal }),
    ...(entry.size !== null && entry.size <= FEW ? { whole } : {}),
    openAt: (from, signal) => open({ from, signal }),
  };
  const release = (): void => {
    // Not waited for, one may hang on a dead line; and what it failed with was told to who read it.
    for (const bytes of opened) bytes.return(undefined).catch(() => undefined);
  };
  return { source, release };
}
