import type { Encoding } from '../domain/view.ts';

/** A character out of bytes. */
export interface Decoded {
  /** Its code point; a byte that is none is U+DC80 to U+DCFF, as in local names. */
  readonly code: number;
  /** Bytes it took. */
  readonly length: number;
}

/** What 0x80 to 0x9f mean in Windows-1252; 0 where they mean nothing. */
const CP1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
] as const;
const REPLACEMENT = 0xfffd;

/** Bytes of the smallest character. */
export function unitOf(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/** The character that begins at `at`, which is within the bytes. */
export function decodeAt(bytes: Uint8Array, at: number, encoding: Encoding): Decoded {
  switch (encoding) {
    case 'utf-8':
      return utf8At(bytes, at);
    case 'utf-16le':
    case 'utf-16be':
      return utf16At(bytes, at, encoding === 'utf-16le');
    case 'latin-1':
      return { code: bytes[at] ?? 0, length: 1 };
    case 'windows-1252': {
      const byte = bytes[at] ?? 0;
      const code = byte >= 0x80 && byte < 0xa0 ? (CP1252[byte - 0x80] ?? 0) : byte;
      return { code: code === 0 && byte !== 0 ? 0xdc00 + byte : code, length: 1 };
    }
  }
}

/** The text as bytes of the encoding; null when it has a character that the encoding has not. */
export function encodeText(text: string, encoding: Encoding): Uint8Array | null {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (encoding === 'utf-16le') bytes.push(code & 255, code >> 8);
    else if (encoding === 'utf-16be') bytes.push(code >> 8, code & 255);
    else {
      const special = encoding === 'windows-1252' ? CP1252.indexOf(code as (typeof CP1252)[number]) : -1;
      const isOwn = encoding === 'latin-1' || code < 0x80 || code >= 0xa0;
      if (special < 0 && (code > 0xff || !isOwn)) return null;
      bytes.push(special < 0 ? code : 0x80 + special);
    }
  }
  return Uint8Array.from(bytes);
}

/** The first place from `at` on where a character can begin. */
export function alignUp(bytes: Uint8Array, at: number, encoding: Encoding): number {
  if (encoding !== 'utf-8') return at;
  let start = at;
  while (start < bytes.length && start < at + 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return start;
}

function utf8At(bytes: Uint8Array, at: number): Decoded {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return invalid(first);
  let code = first & (0xff >> (length + 1));
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return invalid(first);
    code = (code << 6) | (byte & 0x3f);
  }
  const isTooShort = (length === 3 && code < 0x800) || (length === 4 && code < 0x10000);
  const isNone = isTooShort || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return isNone ? invalid(first) : { code, length };
}

function invalid(byte: number): Decoded {
  return { code: 0xdc00 + byte, length: 1 };
}

function utf16At(bytes: Uint8Array, at: number, isLittle: boolean): Decoded {
  const unit = (place: number): number => {
    const [low, high] = isLittle ? [bytes[place], bytes[place + 1]] : [bytes[place + 1], bytes[place]];
    return low === undefined || high === undefined ? -1 : low | (high << 8);
  };
  const first = unit(at);
  // A single byte at the very end.
  if (first < 0) return { code: REPLACEMENT, length: 1 };
  if (first < 0xd800 || first > 0xdfff) return { code: first, length: 2 };
  const second = unit(at + 2);
  const isPair = first < 0xdc00 && second >= 0xdc00 && second <= 0xdfff;
  return isPair
    ? { code: 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), length: 4 }
    : { code: REPLACEMENT, length: 2 };
}
