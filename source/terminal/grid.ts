import { BLANK, SECOND_HALF, type Glyphs } from './glyphs.ts';
import { PLAIN } from './styles.ts';

/** The style of a cell of which nobody knows how the terminal painted it: unlike any wanted one. */
const UNKNOWN = 0xffffffff;

/** A screen of cells: a glyph and a style each, row by row. */
export class Grid {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Uint32Array;
  readonly styles: Uint32Array;
  readonly #isTerminal: boolean;

  /** `isTerminal` is true for what a terminal shows, where half of a wide glyph that was cut is painted as the terminal likes. */
  constructor(columns: number, rows: number, isTerminal = false) {
    this.#isTerminal = isTerminal;
    this.columns = columns;
    this.rows = rows;
    this.glyphs = new Uint32Array(columns * rows).fill(BLANK);
    this.styles = new Uint32Array(columns * rows);
  }

  /** Blanks everything. */
  clear(): void {
    this.glyphs.fill(BLANK);
    this.styles.fill(PLAIN);
  }

  /** Blanks the cells from `start` up to `end` of a row; a wide glyph that is cut loses its other half too. */
  erase(row: number, start: number, end: number): void {
    const offset = row * this.columns;
    if (start < end) {
      this.#dropHalf(offset + start);
      if (end < this.columns) this.#dropHalf(offset + end);
    }
    this.glyphs.fill(BLANK, offset + start, offset + end);
    this.styles.fill(PLAIN, offset + start, offset + end);
  }

  /** Forgets what the terminal shows from `start` up to `end` of a row. */
  spoil(row: number, start: number, end: number): void {
    this.erase(row, start, end);
    this.styles.fill(UNKNOWN, row * this.columns + start, row * this.columns + end);
  }

  /** Puts a glyph, and answers the columns it took; what does not fit into the row is left out, as a blank for half a glyph. */
  put(row: number, column: number, glyph: number, width: number, style: number): number {
    if (column >= this.columns) return 0;
    if (column + width > this.columns) return this.put(row, column, BLANK, 1, style);
    const at = row * this.columns + column;
    this.#dropHalf(at);
    if (column + width < this.columns) this.#dropHalf(at + width);
    this.glyphs[at] = glyph;
    this.styles[at] = style;
    if (width === 2) {
      this.glyphs[at + 1] = SECOND_HALF;
      this.styles[at + 1] = style;
    }
    return width;
  }

  /** Moves every row up by one; the last one is blank then. */
  scroll(): void {
    this.glyphs.copyWithin(0, this.columns);
    this.styles.copyWithin(0, this.columns);
    this.erase(this.rows - 1, 0, this.columns);
  }

  /** A grid of another size with the same cells at the top left: a writer does not write again what it knows to be there. */
  resized(columns: number, rows: number): Grid {
    const grid = new Grid(columns, rows, this.#isTerminal);
    const width = Math.min(columns, this.columns);
    for (let row = 0; row < Math.min(rows, this.rows); row += 1) {
      const from = row * this.columns;
      grid.glyphs.set(this.glyphs.subarray(from, from + width), row * columns);
      grid.styles.set(this.styles.subarray(from, from + width), row * columns);
      // Of a wide glyph that was cut there is nothing left.
      if (width < this.columns && this.glyphs[from + width] === SECOND_HALF) grid.erase(row, width - 1, width);
    }
    return grid;
  }

  /** Moves the rows from `top` to `bottom` up by so many, or down where it is negative; the rows left free are blank. */
  shift(top: number, bottom: number, by: number): void {
    const [from, to] = by > 0 ? [top + by, top] : [top, top - by];
    const count = bottom - top + 1 - Math.abs(by);
    for (const cells of [this.glyphs, this.styles]) {
      cells.copyWithin(to * this.columns, from * this.columns, (from + count) * this.columns);
    }
    const free = by > 0 ? bottom - by + 1 : top;
    for (let row = free; row < free + Math.abs(by); row += 1) this.erase(row, 0, this.columns);
  }

  /** Takes over the cells of a grid of the same size. */
  copy(other: Grid): void {
    this.glyphs.set(other.glyphs);
    this.styles.set(other.styles);
  }

  /** The text of a row, for tests and for people. */
  text(row: number, glyphs: Glyphs): string {
    const cells = this.glyphs.subarray(row * this.columns, (row + 1) * this.columns);
    return Array.from(cells, (glyph) => glyphs.text(glyph)).join('');
  }

  /** A cell at a boundary is about to change: where it is the second half of a glyph, the first half goes. */
  #dropHalf(at: number): void {
    if (this.glyphs[at] !== SECOND_HALF) return;
    this.glyphs.fill(BLANK, at - 1, at + 1);
    if (this.#isTerminal) this.styles.fill(UNKNOWN, at - 1, at + 1);
  }
}
