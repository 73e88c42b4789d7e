import { BLANK, SECOND_HALF, type Glyphs } from './glyphs.ts';
import type { Grid } from './grid.ts';
import { type Cursor, motion } from './motion.ts';
import { findScroll, scrollSequence } from './scroll.ts';
import { PLAIN, type Styles } from './styles.ts';

/** What is known of the terminal: the cells it shows, where its cursor is and in which style it writes. */
export interface TerminalState {
  readonly shown: Grid;
  cursor: Cursor | null;
  style: number;
}

const ERASE_TO_END = '\u001b[K';
/** From so many blanks on it is shorter to erase them and leap than to write them. */
const LONG_GAP = 12;

/** Finds the smallest update from what the terminal shows to what it shall show. */
export class Updater {
  readonly #glyphs: Glyphs;
  readonly #styles: Styles;

  constructor(glyphs: Glyphs, styles: Styles) {
    this.#glyphs = glyphs;
    this.#styles = styles;
  }

  /** The bytes that make the terminal show `wanted`, a grid of the same size; `state` is as it is after them. */
  update(state: TerminalState, wanted: Grid): string {
    const parts: string[] = [];
    this.#scroll(state, wanted, parts);
    for (let row = 0; row < wanted.rows; row += 1) this.#updateRow(state, wanted, row, parts);
    return parts.join('');
  }

  /** Moves whole rows where the terminal can do that in less than writing them anew, as when a file is scrolled. */
  #scroll(state: TerminalState, wanted: Grid, parts: string[]): void {
    const scroll = findScroll(state.shown, wanted);
    if (scroll === null) return;
    // Lines that come in have the background of the style in force.
    this.#setStyle(state, BLANK, PLAIN, parts);
    parts.push(scrollSequence(scroll));
    state.shown.shift(scroll.top, scroll.bottom, scroll.by);
    state.cursor = null;
  }

  #updateRow(state: TerminalState, wanted: Grid, row: number, parts: string[]): void {
    const { shown } = state;
    const { columns } = wanted;
    const offset = row * columns;
    const blankFrom = blankTail(wanted, offset);
    let forcedUpTo = 0;
    for (let column = 0; column < columns; column += 1) {
      const at = offset + column;
      const glyph = wanted.glyphs[at] ?? BLANK;
      if (column >= forcedUpTo && isSame(shown, wanted, at) && !this.#isDisturbed(state, wanted, row, column)) continue;
      if (column >= blankFrom && column >= forcedUpTo && this.#eraseTail(state, wanted, row, column, parts)) return;
      // Where a wide glyph ends up half changed, it is written whole.
      if (glyph === SECOND_HALF) continue;
      if (column >= forcedUpTo && this.#eraseGap(state, wanted, row, column, parts)) continue;
      const reach = this.#glyphs.doubtfulReach(glyph);
      // A terminal may paint over what follows: that is written again.
      forcedUpTo = Math.max(forcedUpTo, column + reach);
      this.#write(state, wanted, row, column, parts);
    }
  }

  /**
   * True for a glyph that a terminal may have painted over what follows, and of that something changes: the terminal then cuts it where it
   * likes, in the colours of what it writes there, so that only writing all of it again tells how it looks.
   */
  #isDisturbed({ shown }: TerminalState, wanted: Grid, row: number, column: number): boolean {
    const at = row * wanted.columns + column;
    const end = Math.min(at + this.#glyphs.doubtfulReach(wanted.glyphs[at] ?? BLANK), (row + 1) * wanted.columns);
    for (let next = at + 1; next < end; next += 1) if (!isSame(shown, wanted, next)) return true;
    return false;
  }

  /** Erases to the end of the row where that is shorter than writing the blanks. True when the rest of the row is right. */
  #eraseTail(state: TerminalState, wanted: Grid, row: number, column: number, parts: string[]): boolean {
    const { shown } = state;
    const end = (row + 1) * wanted.columns;
    let last = row * wanted.columns + column;
    for (let at = last; at < end; at += 1) if (!isSame(shown, wanted, at)) last = at;
    const blanks = last + 1 - (row * wanted.columns + column);
    if (blanks <= ERASE_TO_END.length) return false;
    this.#goTo(state, wanted, row, column, parts);
    this.#setStyle(state, BLANK, PLAIN, parts);
    parts.push(ERASE_TO_END);
    shown.erase(row, column, wanted.columns);
    return true;
  }

  /** Erases a long run of plain blanks (ECH). True when that was done. */
  #eraseGap(state: TerminalState, wanted: Grid, row: number, column: number, parts: string[]): boolean {
    const first = row * wanted.columns + column;
    const end = (row + 1) * wanted.columns;
    let stop = first;
    for (let at = first; at < end && isPlainBlank(wanted, at); at += 1)
      if (!isSame(state.shown, wanted, at)) stop = at + 1;
    if (stop - first < LONG_GAP) return false;
    this.#goTo(state, wanted, row, column, parts);
    this.#setStyle(state, BLANK, PLAIN, parts);
    parts.push(`\u001b[${stop - first}X`);
    state.shown.erase(row, column, column + stop - first);
    return true;
  }

  #write(state: TerminalState, wanted: Grid, row: number, column: number, parts: string[]): void {
    const at = row * wanted.columns + column;
    const glyph = wanted.glyphs[at] ?? BLANK;
    const style = wanted.styles[at] ?? PLAIN;
    const width = Math.max(1, this.#glyphs.width(glyph));
    const isDoubtful = this.#glyphs.doubtfulReach(glyph) > 0;
    this.#goTo(state, wanted, row, column, parts);
    this.#setStyle(state, glyph, style, parts);
    // A terminal that gives it fewer columns would leave there what was shown before.
    if (isDoubtful) parts.push(' '.repeat(width) + motion({ row, column: null }, row, column));
    parts.push(this.#glyphs.text(glyph));
    state.shown.put(row, column, glyph, width, style);
    const next = column + width;
    // At the edge terminals differ on where the cursor is.
    state.cursor = { row, column: isDoubtful || next >= wanted.columns ? null : next };
  }

  /** Moves there, or writes again what stands between when that is shorter. */
  #goTo(state: TerminalState, wanted: Grid, row: number, column: number, parts: string[]): void {
    const { cursor } = state;
    if (cursor !== null && cursor.row === row && cursor.column === column) return;
    const moved = motion(cursor, row, column);
    const bridge = this.#bridge(state, wanted, row, column, moved.length);
    parts.push(bridge ?? moved);
    state.cursor = { row, column };
  }

  #bridge(state: TerminalState, wanted: Grid, row: number, column: number, limit: number): string | null {
    const from = state.cursor?.row === row ? state.cursor.column : null;
    if (from === null || from > column || column - from > limit) return null;
    const text: string[] = [];
    let cost = 0;
    for (let at = row * wanted.columns + from; at < row * wanted.columns + column; at += 1) {
      const glyph = wanted.glyphs[at] ?? BLANK;
      cost += this.#glyphs.cost(glyph);
      const isFit =
        this.#isInStyle(state, glyph, wanted.styles[at] ?? PLAIN) && this.#glyphs.doubtfulReach(glyph) === 0;
      if (!isFit || cost > limit) return null;
      text.push(this.#glyphs.text(glyph));
    }
    return text.join('');
  }

  /** True when the terminal writes this glyph as wanted without a word: ink does not show on a blank. */
  #isInStyle(state: TerminalState, glyph: number, style: number): boolean {
    return state.style === style || (glyph === BLANK && this.#styles.ofBlank(state.style) === style);
  }

  #setStyle(state: TerminalState, glyph: number, style: number, parts: string[]): void {
    if (this.#isInStyle(state, glyph, style)) return;
    parts.push(this.#styles.step(state.style, style));
    state.style = style;
  }
}

function isSame(shown: Grid, wanted: Grid, at: number): boolean {
  return shown.glyphs[at] === wanted.glyphs[at] && shown.styles[at] === wanted.styles[at];
}

/** The column from which on a row is plain blanks. */
function blankTail(grid: Grid, offset: number): number {
  let column = grid.columns;
  while (column > 0 && isPlainBlank(grid, offset + column - 1)) column -= 1;
  return column;
}

function isPlainBlank(grid: Grid, at: number): boolean {
  return grid.glyphs[at] === BLANK && grid.styles[at] === PLAIN;
}
