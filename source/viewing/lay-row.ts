import type { ViewRow, ViewSpan } from '../domain/view.ts';
import { decodeAt, unitOf } from './decode.ts';
import { cellAt, type Bytes, type GlyphCell } from './glyph-cells.ts';

/** The most bytes of a line: one that goes on is shown as further lines, so that no line needs all of a file. */
export const LINE_LIMIT = 16 * 1024;

/** Bytes of a file that are at hand, from `base` on; `isLast` says that the file ends where they do. */
export interface Window {
  readonly base: number;
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

export interface RowWish {
  readonly width: number;
  readonly isWrapped: boolean;
  /** Columns left out at the left; only without wrapping. */
  readonly column: number;
  readonly encoding: Bytes['encoding'];
}

/** A row of the screen, and the bytes of the file it stands for. */
export interface LaidRow {
  readonly start: number;
  /** Where the next row begins. */
  readonly end: number;
  readonly cells: readonly GlyphCell[];
}

/** Lays out the row that begins at `start`, a place of the file within the window. `skip` bytes of it are not shown. */
export function layRow(window: Window, start: number, wish: RowWish, skip = 0): LaidRow {
  const line = lineAt(window, start - window.base, wish.encoding);
  const cells: GlyphCell[] = [];
  const right = wish.isWrapped ? wish.width : wish.column + wish.width;
  let at = start - window.base + skip;
  let column = 0;
  while (at < line.end) {
    const cell = cellAt({ bytes: window.bytes, encoding: wish.encoding, end: line.end }, at, column, right);
    if (column + cell.width > right && column > 0) break;
    if (wish.isWrapped || column >= wish.column) cells.push({ ...cell, at: window.base + at });
    column += cell.width;
    at += cell.length;
  }
  const isCut = wish.isWrapped && at < line.end;
  return { start, end: window.base + (isCut ? at : line.next), cells };
}

/** The cells as pieces of equal look; `found` are the bytes to bring out. */
export function rowOf(
  cells: readonly GlyphCell[],
  found: { readonly at: number; readonly length: number } | null,
): ViewRow {
  const spans: { text: string; look: ViewSpan['look'] }[] = [];
  for (const { text, at, length } of cells) {
    const isFound = found !== null && at < found.at + found.length && at + length > found.at;
    const look = isFound ? 'found' : 'plain';
    const last = spans.at(-1);
    if (last?.look === look) last.text += text;
    else spans.push({ text, look });
  }
  return spans;
}

interface Line {
  /** Without the line end. */
  readonly end: number;
  readonly next: number;
}

/** Where the line that begins at this place of the window ends. A carriage return before the line feed belongs to the line end. */
function lineAt({ bytes }: Window, from: number, encoding: Bytes['encoding']): Line {
  const limit = Math.min(bytes.length, from + LINE_LIMIT);
  const feed = feedAfter(bytes, from, limit, encoding);
  if (feed < 0) {
    const end = limit < bytes.length ? wholeCharacters(bytes, from, limit, encoding) : limit;
    return { end, next: end };
  }
  const unit = unitOf(encoding);
  const isReturn = feed - unit >= from && decodeAt(bytes, feed - unit, encoding).code === 13;
  return { end: isReturn ? feed - unit : feed, next: feed + unit };
}

/** The last place up to the limit where a character begins. */
function wholeCharacters(bytes: Uint8Array, from: number, limit: number, encoding: Bytes['encoding']): number {
  if (encoding !== 'utf-8') return limit - ((limit - from) % unitOf(encoding));
  let end = limit;
  while (end > limit - 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}

/** The first line feed from `from` on and before `limit`; -1 where there is none. */
export function feedAfter(bytes: Uint8Array, from: number, limit: number, encoding: Bytes['encoding']): number {
  if (unitOf(encoding) === 1) {
    const at = bytes.subarray(from, limit).indexOf(10);
    return at < 0 ? -1 : from + at;
  }
  for (let at = from; at + 1 < limit; at += 2) if (isFeed(bytes, at, encoding)) return at;
  return -1;
}

/** True where a line feed begins. */
export function isFeed(bytes: Uint8Array, at: number, encoding: Bytes['encoding']): boolean {
  if (unitOf(encoding) === 1) return bytes[at] === 10;
  const [low, high] = encoding === 'utf-16le' ? [bytes[at], bytes[at + 1]] : [bytes[at + 1], bytes[at]];
  return low === 10 && high === 0;
}
