import { createHash, hash } from 'node:crypto';

/** Both digests of some content, as the wire writes them, and its length. */
export interface ContentDigest {
  /** `sha1:` and 40 hex digits. */
  readonly hash: string;
  /** `magic_hash:` and 40 hex digits of "Ubuntu One" followed by the content: it proves possession (protocol §2.4). */
  readonly magicHash: string;
  /** Bytes. */
  readonly size: number;
}

export interface ContentHash {
  update(chunk: Uint8Array): void;
  /** Ends it; call it once. */
  digest(): ContentDigest;
}

/** What the magic hash has before the content. */
const MAGIC = 'Ubuntu One';

/** The digests of content that is all here. */
export function digestContent(bytes: Uint8Array): ContentDigest {
  const magic = hash('sha1', Buffer.concat([Buffer.from(MAGIC), bytes]));
  return { hash: contentHash(bytes), magicHash: `magic_hash:${magic}`, size: bytes.byteLength };
}

/** `sha1:` and 40 hex digits, of content that is all here. */
export function contentHash(bytes: Uint8Array): string {
  return `sha1:${hash('sha1', bytes)}`;
}

/** Hashes content while it streams by. */
export function createContentHash(): ContentHash {
  const plain = createHash('sha1');
  const magic = createHash('sha1').update(MAGIC);
  let size = 0;
  return {
    update(chunk) {
      plain.update(chunk);
      magic.update(chunk);
      size += chunk.byteLength;
    },
    digest: () => ({ hash: `sha1:${plain.digest('hex')}`, magicHash: `magic_hash:${magic.digest('hex')}`, size }),
  };
}

/** Hands the chunks on as they are and feeds them to the hash on the way. */
export async function* hashWhile(
  source: AsyncIterable<Uint8Array>,
  hash: Pick<ContentHash, 'update'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

/** The hash of content of no bytes; a file without content has none at all (protocol §5.4). */
export const EMPTY_HASH = 'sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709';
