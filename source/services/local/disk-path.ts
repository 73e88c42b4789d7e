/** A path as node:fs takes it: a string where that is exact, else the bytes. */
export type DiskPath = string | Buffer;

const LONE_BYTE = /[\udc80-\udcff]/;
const NOT_ASCII = /[^\0-\x7f]/; // oxlint-disable-line no-control-regex -- the whole of ASCII is meant

/** The path with each lone surrogate U+DC80..U+DCFF turned back into the byte it stands for. */
export function toDiskPath(path: string): DiskPath {
  if (!LONE_BYTE.test(path) || path.isWellFormed()) return path;
  const parts: Buffer[] = [];
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(character));
  }
  return Buffer.concat(parts);
}

/** A name as read with the encoding `latin1` (one character a byte), decoded as UTF-8; a byte that is none is kept. */
export function fromLatin1(name: string): string {
  return NOT_ASCII.test(name) ? decodeBytes(Buffer.from(name, 'latin1')) : name;
}

/** The bytes of a name or path in UTF-8. */
export function byteLength(name: string): number {
  const path = toDiskPath(name);
  return typeof path === 'string' ? Buffer.byteLength(path) : path.length;
}

/** UTF-8 by its strict rules; every byte outside of a sound sequence becomes U+DC80 + (byte - 0x80). */
function decodeBytes(bytes: Buffer): string {
  const whole = bytes.toString('utf8');
  if (!whole.includes('\ufffd')) return whole;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    text += length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

/** Bytes of the sound UTF-8 sequence that begins here; 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const decoded = bytes.toString('utf8', at, at + length);
  // A sound sequence is one code point that takes exactly these bytes; anything else holds a replacement character.
  return Buffer.from(decoded).equals(bytes.subarray(at, at + length)) ? length : 0;
}
