import { AppError } from '../../source/domain/app-error.ts';
import type { Entry } from '../../source/domain/entry.ts';
import type { ContentSource, FileStore, ReadOptions } from '../../source/domain/file-store.ts';
import { childOf, type Location } from '../../source/domain/location.ts';

/** A store under test, and an empty folder of it in which the test may do as it likes. */
export interface StoreFixture {
  readonly store: FileStore;
  readonly folder: Location;
  /** Every name that lies in the folder by a look from outside, partial files included; null where none is possible. */
  readonly rawNames: (() => Promise<readonly string[]>) | null;
  readonly close: () => Promise<void>;
}

export type MakeFixture = () => Promise<StoreFixture>;

/** Content for `write` out of these chunks; `size` is their sum unless said otherwise. */
export function sourceOf(content: string | Uint8Array, overrides: Partial<ContentSource> = {}): ContentSource {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    size: bytes.length,
    modifiedAt: null,
    canReopen: true,
    open: async function* open() {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
    ...overrides,
  };
}

/** A source that gives these bytes and then breaks with this error. */
export function brokenSource(content: string, size: number, error: unknown): ContentSource {
  return sourceOf(content, {
    size,
    open: async function* open() {
      yield Buffer.from(content);
      throw error;
    },
  });
}

export async function readAll(store: FileStore, file: Location, options?: ReadOptions): Promise<Buffer> {
  const { body } = await store.read(file, options);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export async function readText(store: FileStore, file: Location, options?: ReadOptions): Promise<string> {
  return (await readAll(store, file, options)).toString();
}

export async function listAll(store: FileStore, folder: Location): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of store.list(folder)) entries.push(...batch);
  return entries;
}

export async function namesIn(store: FileStore, folder: Location): Promise<string[]> {
  return (await listAll(store, folder)).map((entry) => entry.name).sort();
}

/** A place below a folder, of several names. */
export function below(folder: Location, ...names: string[]): Location {
  return names.reduce<Location>((at, name) => childOf(at, name), folder);
}

/** The code it fails with; `none` when it does not fail, and a bug is thrown on. */
export async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'none';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
