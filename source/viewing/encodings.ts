import type { Encoding } from '../domain/view.ts';
import { decodeAt } from './decode.ts';

/** What a file seems to be, from its first bytes. */
export interface Guess {
  readonly encoding: Encoding;
  /** Bytes of the mark at the very start that says so. */
  readonly markLength: number;
  /** True for what is no text in any of the encodings. */
  readonly isBinary: boolean;
}

export const ENCODINGS: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1', 'windows-1252'];

/** More control characters than one in so many bytes: it is no text. */
const TEXT_PER_CONTROL = 30;

/** Tells encodings apart by the mark, by zero bytes, by whether it is valid UTF-8, and by what the upper half holds. */
export function guessEncoding(head: Uint8Array): Guess {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return text('utf-8', 3);
  // The mark of UTF-32 begins as that of UTF-16 does.
  const isUtf32 = a === 0xff && b === 0xfe && head[2] === 0 && head[3] === 0;
  if (a === 0xff && b === 0xfe && !isUtf32) return text('utf-16le', 2);
  if (a === 0xfe && b === 0xff) return text('utf-16be', 2);
  const wide = zeroPattern(head);
  if (wide !== null) return text(wide, 0);
  const counts = countBytes(head);
  const isBinary = counts.zeros > 0 || counts.controls * TEXT_PER_CONTROL > head.length;
  if (isUtf8(head)) return { encoding: 'utf-8', markLength: 0, isBinary };
  return { encoding: counts.c1 > 0 ? 'windows-1252' : 'latin-1', markLength: 0, isBinary };
}

/** Bytes of the mark that belongs to this encoding at the start of the file. */
export function markLengthOf(head: Uint8Array, encoding: Encoding): number {
  const guess = guessEncoding(head);
  return guess.encoding === encoding ? guess.markLength : 0;
}

function text(encoding: Encoding, markLength: number): Guess {
  return { encoding, markLength, isBinary: false };
}

/** UTF-16 of a western text without a mark: every other byte is zero, and hardly any of those between. */
function zeroPattern(head: Uint8Array): Encoding | null {
  const pairs = head.length >> 1;
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.7 && even === 0) return 'utf-16le';
  return even > pairs * 0.7 && odd === 0 ? 'utf-16be' : null;
}

interface Counts {
  readonly zeros: number;
  readonly controls: number;
  readonly c1: number;
}

function countBytes(head: Uint8Array): Counts {
  let zeros = 0;
  let controls = 0;
  let c1 = 0;
  for (const byte of head) {
    if (byte === 0) zeros += 1;
    // Tab, line feed, vertical tab, form feed, carriage return and escape stand in texts.
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls += 1;
    else if (byte >= 0x80 && byte < 0xa0) c1 += 1;
  }
  return { zeros, controls, c1 };
}

/** Other encodings hardly ever make a valid sequence of UTF-8, so a few broken ones among many are damage. */
function isUtf8(head: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < head.length;) {
    const { code, length } = decodeAt(head, at, 'utf-8');
    // The head may end in the middle of a character.
    if (code >= 0xdc80 && code <= 0xdcff) broken += at + 3 < head.length ? 1 : 0;
    else if (length > 1) whole += 1;
    at += length;
  }
  return broken === 0 || whole > 2 * broken;
}
