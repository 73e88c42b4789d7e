import { alignUp, unitOf } from './decode.ts';
import { isFeed, layRow, LINE_LIMIT, type LaidRow, type RowWish, type Window } from './lay-row.ts';
import type { Pages } from './pages.ts';

/** Bytes that are fetched at once to lay out rows; more than two of the longest lines. */
const STRIDE = 4 * LINE_LIMIT;
/** More than any character or line end takes. */
const SLACK = 8;

export interface TextFile {
  readonly pages: Pages;
  readonly wish: RowWish;
  /** Bytes at the very start that are no text: the encoding's mark. */
  readonly markLength: number;
}

/** Rows one below the other from `start`, the start of a row; fewer where the file ends. */
export async function rowsFrom(file: TextFile, start: number, count: number, signal: AbortSignal): Promise<LaidRow[]> {
  const rows: LaidRow[] = [];
  let at = start;
  let window = await windowFrom(file, at, signal);
  while (rows.length < count && !(window.isLast && at >= window.base + window.bytes.length)) {
    const hasWholeLine = window.isLast || at + LINE_LIMIT + SLACK <= window.base + window.bytes.length;
    if (!hasWholeLine) window = await windowFrom(file, at, signal);
    const row = layRow(window, at, file.wish, at === 0 ? file.markLength : 0);
    if (row.end <= at) break;
    rows.push(row);
    at = row.end;
  }
  return rows;
}

/** Where the rows above `start` begin, from the top down: up to `count` of them, fewer at the start of the file. */
export async function startsBefore(
  file: TextFile,
  start: number,
  count: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const starts: number[] = [];
  for (let at = start; at > 0 && starts.length < count;) {
    const window = await windowBefore(file, at, signal);
    const line = lineStartBefore(window, at, file);
    const inLine: number[] = [];
    for (let row = line; row < at;) {
      inLine.push(row);
      const end = layRow(window, row, file.wish, row === 0 ? file.markLength : 0).end;
      row = end > row ? end : at;
    }
    starts.unshift(...inLine);
    at = line;
  }
  return starts.slice(-count);
}

/** Where the row begins that shows this byte. */
export async function rowHolding(file: TextFile, offset: number, signal: AbortSignal): Promise<number> {
  if (offset <= 0) return 0;
  const [start] = await startsBefore(file, offset + 1, 1, signal);
  return start ?? 0;
}

async function windowFrom({ pages }: TextFile, from: number, signal: AbortSignal): Promise<Window> {
  const bytes = await pages.read(from, from + STRIDE, signal);
  return { base: from, bytes, isLast: from + bytes.length >= (pages.facts?.size ?? 0) };
}

/** The bytes before `at`, and those of the line it is in. */
async function windowBefore({ pages, wish }: TextFile, at: number, signal: AbortSignal): Promise<Window> {
  const from = Math.max(0, at - LINE_LIMIT - SLACK);
  const base = from - (from % unitOf(wish.encoding));
  const bytes = await pages.read(base, at + LINE_LIMIT + SLACK, signal);
  return { base, bytes, isLast: base + bytes.length >= (pages.facts?.size ?? 0) };
}

/** Bytes to go back by in a line without end: so many that rows of one byte a column come out even. */
function wholeRows({ isWrapped, width, encoding }: RowWish): number {
  const row = width * unitOf(encoding);
  return isWrapped ? LINE_LIMIT - (LINE_LIMIT % row) : LINE_LIMIT;
}

/** Where the line begins that holds the byte before `at`; in a line without end, a place not too far above. */
function lineStartBefore(window: Window, at: number, { wish }: TextFile): number {
  const { bytes, base } = window;
  const unit = unitOf(wish.encoding);
  const end = at - base - ((at - base) % unit);
  // The line feed right before belongs to the line that is looked for.
  for (let place = end - 2 * unit; place >= 0 && place >= end - LINE_LIMIT; place -= unit) {
    if (isFeed(bytes, place, wish.encoding)) return base + place + unit;
  }
  if (base === 0 && end <= LINE_LIMIT + unit) return 0;
  return base + Math.min(end - unit, alignUp(bytes, Math.max(0, end - wholeRows(wish)), wish.encoding));
}
