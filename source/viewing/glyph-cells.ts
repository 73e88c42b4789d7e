import stringWidth from 'string-width';
import { safeText } from '../domain/safe-text.ts';
import type { Encoding } from '../domain/view.ts';
import { decodeAt } from './decode.ts';

/** A character as it is shown, made safe, and the bytes it stands for. */
export interface GlyphCell {
  readonly text: string;
  /** Columns; at least one. */
  readonly width: number;
  /** Place of its first byte within the bytes that were laid out. */
  readonly at: number;
  /** Bytes. */
  readonly length: number;
}

export interface Bytes {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** Where the line ends, without its line end. */
  readonly end: number;
}

/** Code points that are looked at to find where one grapheme ends. */
const LOOK_AHEAD = 32;
/** Code points of a grapheme that are shown together: a hostile text piles up thousands. */
const MOST_TOGETHER = 12;
/** Marks that stand on something; those that only choose a form of it are nothing to see. */
const MARKS = /^[\p{M}--[\u034f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]]+$/v;
const TAB = 9;
const TAB_STOP = 8;

/** The character at a place of a line. It stands at `column`, which tabs go by, and a tab ends at `right` at the latest. */
export function cellAt({ bytes, encoding, end }: Bytes, at: number, column: number, right: number): GlyphCell {
  const first = decodeAt(bytes, at, encoding);
  const length = Math.min(first.length, end - at);
  if (first.code === TAB) {
    const width = Math.max(1, Math.min(TAB_STOP - (column % TAB_STOP), right - column));
    return { text: ' '.repeat(width), width, at, length };
  }
  const next = at + length < end ? decodeAt(bytes, at + length, encoding).code : 0;
  if (first.code < 0x300 && next < 0x300) return shown(String.fromCodePoint(first.code), at, length);
  const grapheme = graphemeAt({ bytes, encoding, end }, at);
  return shown(grapheme.text, at, grapheme.length);
}

function graphemeAt({ bytes, encoding, end }: Bytes, from: number): { readonly text: string; readonly length: number } {
  let ahead = '';
  for (let at = from, count = 0; at < end && count < LOOK_AHEAD; count += 1) {
    const { code, length } = decodeAt(bytes, at, encoding);
    ahead += String.fromCodePoint(code);
    at += length;
  }
  const [first] = new Intl.Segmenter().segment(ahead);
  const points = Array.from(first?.segment ?? ahead).slice(0, MOST_TOGETHER);
  let at = from;
  for (const _ of points) at += decodeAt(bytes, at, encoding).length;
  return { text: points.join(''), length: Math.min(at, end) - from };
}

/** Safe, and never without a column of its own: what no terminal shows is told by its number. */
function shown(character: string, at: number, length: number): GlyphCell {
  const text = safeText(character);
  const width = widthOf(text);
  if (width > 0) return { text, width, at, length };
  const seen = MARKS.test(text) ? `\u25cc${text}` : Array.from(text, numberOf).join('');
  return { text: seen, width: Math.max(1, widthOf(seen)), at, length };
}

function numberOf(character: string): string {
  return `\u2039${(character.codePointAt(0) ?? 0).toString(16)}\u203a`;
}

function widthOf(text: string): number {
  return text.length === 1 && text >= ' ' && text <= '~' ? 1 : stringWidth(text);
}
