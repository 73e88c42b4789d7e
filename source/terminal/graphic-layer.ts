import { BLANK } from './glyphs.ts';
import type { Grid } from './grid.ts';
import { PLAIN } from './styles.ts';

/** A picture on the screen, in cells. */
export interface Graphic {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
  /** Draws it where the cursor is. */
  readonly sequence: string;
  /** Takes it away; null where it goes with the cells that are written over it. */
  readonly clear: string | null;
}

/**
 * The picture below the cells. It is drawn once the cells over it are blank, and goes as soon as one of them is not, or
 * another picture is wanted, or none.
 */
export class GraphicLayer {
  #wanted: Graphic | null = null;
  #drawn: Graphic | null = null;

  /** True when that changes anything. */
  want(graphic: Graphic | null): boolean {
    if (graphic === this.#wanted) return false;
    this.#wanted = graphic;
    return true;
  }

  /** What takes the picture away that must go before these cells are written; cells that have to be written for that are spoilt. */
  before(shown: Grid, wanted: Grid): string {
    const drawn = this.#drawn;
    if (drawn === null || (drawn === this.#wanted && isFree(wanted, drawn))) return '';
    if (drawn.clear === null) spoil(shown, drawn);
    return this.dropped();
  }

  /** What draws the picture, after the cells were written; the cursor is somewhere else then. */
  after(wanted: Grid): string {
    const graphic = this.#wanted;
    if (graphic === null || graphic === this.#drawn || !isFree(wanted, graphic)) return '';
    this.#drawn = graphic;
    return `\u001b[${graphic.row + 1};${graphic.column + 1}H${graphic.sequence}`;
  }

  /** What takes the picture away where the whole screen is wiped or left; it may be drawn anew. */
  dropped(): string {
    const clear = this.#drawn?.clear ?? '';
    this.#drawn = null;
    return clear;
  }
}

/** True when nothing but one ground shows in the cells over it, all of them on the screen. */
function isFree(grid: Grid, { row, column, columns, rows }: Graphic): boolean {
  if (row + rows > grid.rows || column + columns > grid.columns) return false;
  const ground = grid.styles[row * grid.columns + column] ?? PLAIN;
  for (let at = row; at < row + rows; at += 1) {
    for (let cell = at * grid.columns + column; cell < at * grid.columns + column + columns; cell += 1) {
      if (grid.glyphs[cell] !== BLANK || grid.styles[cell] !== ground) return false;
    }
  }
  return true;
}

/** From now on nobody knows how the terminal shows these cells: they are written again. */
function spoil(shown: Grid, { row, column, columns, rows }: Graphic): void {
  const end = Math.min(column + columns, shown.columns);
  for (let at = row; at < Math.min(row + rows, shown.rows); at += 1) shown.spoil(at, column, end);
}
