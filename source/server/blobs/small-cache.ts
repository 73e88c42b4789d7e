/** Contents up to this many bytes are kept at hand once they were read, and written in one piece. */
export const SMALL = 64 * 1024;
/** All that is kept at hand together. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Small contents that were read or written lately; the longest unused go first. */
export interface SmallCache {
  get(hash: string): Buffer | null;
  add(hash: string, content: Buffer): void;
  forget(hash: string): void;
}

export function createSmallCache(): SmallCache {
  const contents = new Map<string, Buffer>();
  let bytes = 0;
  const forget = (hash: string): void => {
    bytes -= contents.get(hash)?.byteLength ?? 0;
    contents.delete(hash);
  };
  return {
    get: (hash) => {
      const content = contents.get(hash) ?? null;
      if (content === null) return null;
      // To the end of the line.
      contents.delete(hash);
      contents.set(hash, content);
      return content;
    },
    add: (hash, content) => {
      forget(hash);
      contents.set(hash, content);
      bytes += content.byteLength;
      for (const oldest of contents.keys()) {
        if (bytes <= MOST_BYTES) break;
        forget(oldest);
      }
    },
    forget,
  };
}
