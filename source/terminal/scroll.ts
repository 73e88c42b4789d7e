import { BLANK } from './glyphs.ts';
import type { Grid } from './grid.ts';
import { PLAIN } from './styles.ts';

/** Whole rows that move: those from `top` to `bottom` go up by `by`, or down where it is negative. */
export interface Scroll {
  readonly top: number;
  readonly bottom: number;
  readonly by: number;
}

/** Fewer rows are written anew in no more bytes. */
const FEWEST_ROWS = 4;
/** Cells that have to be spared: about the bytes of the scroll itself. */
const WORTH = 40;

/** The scroll after which the fewest cells of the terminal are wrong; null when writing them anew is as short. */
export function findScroll(shown: Grid, wanted: Grid): Scroll | null {
  const span = changedRows(shown, wanted);
  if (span === null || span.last - span.first + 1 < FEWEST_ROWS) return null;
  const [before, after] = [keysOf(shown, span), keysOf(wanted, span)];
  let best: { readonly scroll: Scroll; readonly spared: number } | null = null;
  const count = before.length;
  for (let by = 1 - count; by < count; by += 1) {
    const run = by === 0 ? null : longestRun(before, after, by);
    if (run === null || run.length < FEWEST_ROWS - 1) continue;
    const from = span.first + run.from;
    const scroll =
      by > 0
        ? { top: from, bottom: from + run.length - 1 + by, by }
        : { top: from + by, bottom: from + run.length - 1, by };
    const spared = sparedBy(shown, wanted, scroll);
    if (spared > (best?.spared ?? WORTH)) best = { scroll, spared };
  }
  return best?.scroll ?? null;
}

/** What a terminal does for it: margins, lines deleted or inserted at their top, margins off. The cursor is anywhere then. */
export function scrollSequence({ top, bottom, by }: Scroll): string {
  return `\u001b[${top + 1};${bottom + 1}r\u001b[${top + 1}H\u001b[${Math.abs(by)}${by > 0 ? 'M' : 'L'}\u001b[r`;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

function changedRows(shown: Grid, wanted: Grid): Span | null {
  let first = 0;
  while (first < wanted.rows && differing(shown, first, wanted, first) === 0) first += 1;
  if (first === wanted.rows) return null;
  let last = wanted.rows - 1;
  while (differing(shown, last, wanted, last) === 0) last -= 1;
  return { first, last };
}

/** A number for each row, the same for rows that are the same. */
function keysOf(grid: Grid, { first, last }: Span): Uint32Array {
  const keys = new Uint32Array(last - first + 1);
  for (let row = first; row <= last; row += 1) {
    let key = 0;
    for (let at = row * grid.columns; at < (row + 1) * grid.columns; at += 1) {
      key = Math.imul(key ^ (grid.glyphs[at] ?? 0), 0x01000193) ^ (grid.styles[at] ?? 0);
    }
    keys[row - first] = key;
  }
  return keys;
}

/** The most rows in a row that are to show what stands `by` rows below them. */
function longestRun(before: Uint32Array, after: Uint32Array, by: number): { from: number; length: number } | null {
  let best = { from: 0, length: 0 };
  let length = 0;
  for (let row = 0; row < after.length; row += 1) {
    const there = row + by;
    const isSame = there >= 0 && there < before.length && before[there] === after[row];
    length = isSame ? length + 1 : 0;
    if (length > best.length) best = { from: row - length + 1, length };
  }
  return best.length === 0 ? null : best;
}

/** Cells that need not be written thanks to the scroll, less those that it makes wrong. */
function sparedBy(shown: Grid, wanted: Grid, { top, bottom, by }: Scroll): number {
  let spared = 0;
  for (let row = top; row <= bottom; row += 1) {
    const from = row + by;
    const left = from < top || from > bottom ? ink(wanted, row) : differing(shown, from, wanted, row);
    spared += differing(shown, row, wanted, row) - left;
  }
  return spared;
}

function differing(shown: Grid, from: number, wanted: Grid, row: number): number {
  let count = 0;
  const { columns } = wanted;
  for (let column = 0; column < columns; column += 1) {
    const [there, here] = [from * columns + column, row * columns + column];
    if (shown.glyphs[there] !== wanted.glyphs[here] || shown.styles[there] !== wanted.styles[here]) count += 1;
  }
  return count;
}

function ink({ columns, glyphs, styles }: Grid, row: number): number {
  let count = 0;
  for (let at = row * columns; at < (row + 1) * columns; at += 1) {
    if (glyphs[at] !== BLANK || styles[at] !== PLAIN) count += 1;
  }
  return count;
}
