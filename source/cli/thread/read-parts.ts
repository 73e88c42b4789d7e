import { AppError } from '../../domain/app-error.ts';
import type { FileStore, ReadOptions, ReadResult } from '../../domain/file-store.ts';
import { toPlainPath, type Location } from '../../domain/location.ts';

/** Bytes that cross at once: the thread never holds more of a file for the screen. */
const PART = 1024 * 1024;

/** A part of a file's content as it crosses from the thread, with what is known of the file. */
export interface ReadPart extends Omit<ReadResult, 'body'> {
  readonly bytes: Uint8Array;
}

/** Reads one part; in the thread. */
export async function readPart(store: FileStore, file: Location, options: ReadOptions): Promise<ReadPart> {
  const { body, ...facts } = await store.read(file, options);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(Uint8Array.from(chunk));
  return {
    ...facts,
    bytes: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Uint8Array.from(Buffer.concat(chunks)),
  };
}

/** A file's content out of parts, each asked for when it is wanted. @throws AppError `changed` between two parts */
export async function readInParts(
  ask: (options: ReadOptions) => Promise<ReadPart>,
  file: Location,
  { from = 0, to, ...options }: ReadOptions,
): Promise<ReadResult> {
  const askPart = async (at: number): Promise<ReadPart> =>
    ask({ ...options, from: at, to: Math.min(to ?? Infinity, at + PART - 1) });
  const first = await askPart(from);
  const { bytes: _, ...facts } = first;
  const end = Math.min(to ?? Infinity, (facts.size ?? Infinity) - 1) + 1;
  async function* pour(): AsyncGenerator<Uint8Array> {
    let part = first;
    for (let at = from; at < end; part = await askPart(at)) {
      if (part.size !== first.size || part.hash !== first.hash || part.bytes.length === 0) {
        throw new AppError('changed', 'The file changed while it was read', { path: toPlainPath(file) });
      }
      yield part.bytes;
      at += part.bytes.length;
      if (at >= end) return;
    }
  }
  return { ...facts, body: pour() };
}
