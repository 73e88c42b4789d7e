import type { ViewRow } from '../domain/view.ts';
import { hexRow, type HexShape } from './hex-view.ts';
import { layRow, rowOf, LINE_LIMIT } from './lay-row.ts';
import type { Pages } from './pages.ts';
import type { Found } from './search.ts';
import { rowHolding, rowsFrom, startsBefore, type TextFile } from './text-view.ts';

/** Rows as they are seen, where each begins, and where the one after the last would. */
export interface Laid {
  readonly rows: readonly ViewRow[];
  readonly starts: readonly number[];
  readonly end: number;
}

/** A way to cut a file into rows. Places are bytes of the file. */
export interface Layout {
  lay(top: number, count: number, found: Found | null, signal: AbortSignal): Promise<Laid>;
  /** Where the rows above begin, from the top down. */
  before(top: number, count: number, signal: AbortSignal): Promise<readonly number[]>;
  /** Where the row begins that holds this byte. */
  holding(offset: number, signal: AbortSignal): Promise<number>;
  /** The columns at which these bytes stand in their row, as if nothing were left out at its left. */
  columnsOf(found: Found, signal: AbortSignal): Promise<{ readonly from: number; readonly to: number }>;
}

export function textLayout(file: TextFile): Layout {
  return {
    async lay(top, count, found, signal) {
      const laid = await rowsFrom(file, top, count, signal);
      const rows = laid.map(({ cells }) => rowOf(cells, found));
      return { rows, starts: laid.map(({ start }) => start), end: laid.at(-1)?.end ?? top };
    },
    before: async (top, count, signal) => startsBefore(file, top, count, signal),
    holding: async (offset, signal) => rowHolding(file, offset, signal),
    async columnsOf(found, signal) {
      const start = await rowHolding(file, found.at, signal);
      const bytes = await file.pages.read(start, start + LINE_LIMIT, signal);
      const wish = { ...file.wish, isWrapped: false, column: 0, width: LINE_LIMIT * 8 };
      const { cells } = layRow({ base: start, bytes, isLast: false }, start, wish);
      const widths = (until: number): number =>
        cells.reduce((sum, { at, width }) => (at < until ? sum + width : sum), 0);
      return { from: widths(found.at), to: widths(found.at + found.length) };
    },
  };
}

export function hexLayout(pages: Pages, shape: HexShape): Layout {
  const { count: bytesInRow } = shape;
  const rowStart = (offset: number): number => offset - (offset % bytesInRow);
  return {
    async lay(top, count, found, signal) {
      const bytes = await pages.read(top, top + count * bytesInRow, signal);
      const starts = Array.from({ length: Math.ceil(bytes.length / bytesInRow) }, (_, row) => top + row * bytesInRow);
      const rows = starts.map((start) =>
        hexRow(bytes.subarray(start - top, start - top + bytesInRow), start, shape, found),
      );
      return { rows, starts, end: top + bytes.length };
    },
    async before(top, count) {
      const last = rowStart(Math.max(0, top - 1));
      const first = Math.max(0, last - (count - 1) * bytesInRow);
      return top <= 0
        ? []
        : Array.from({ length: (last - first) / bytesInRow + 1 }, (_, row) => first + row * bytesInRow);
    },
    holding: async (offset) => rowStart(Math.max(0, offset)),
    columnsOf: async () => ({ from: 0, to: 0 }),
  };
}
