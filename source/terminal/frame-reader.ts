import { sureWidth } from './sure-width.ts';
import { BLANK, type Glyphs } from './glyphs.ts';
import type { Grid } from './grid.ts';
import { PLAIN, type Styles } from './styles.ts';

/** What a writer said that is no part of the picture. */
export interface FrameListener {
  /** `CSI ? 1049 h` and `l`. */
  onAlternateScreen(isOn: boolean): void;
  /** `CSI ? 2026 h` and `l`: a picture begins, or is whole. */
  onSynchronized(isBegun: boolean): void;
  /** A sequence that has nothing to do with cells, to be handed through as it is. */
  onOther(sequence: string): void;
}

const ESC = 0x1b;
// oxlint-disable-next-line no-control-regex -- sequences begin with a control character
const CSI = /\u001b\[([<-?]?)([\d;:]*)([ -/]*)([@-~])/y;
// oxlint-disable-next-line no-control-regex -- sequences begin with a control character
const STRING = /\u001b[\]P_^X][^\u0007\u001b]*(?:\u0007|\u001b\\)/y;
// oxlint-disable-next-line no-control-regex -- sequences begin with a control character
const LINK = /^\u001b\]8;[^;]*;(.*?)(?:\u0007|\u001b\\)$/;

/**
 * Reads what a program writes for a terminal (here: Ink) into a grid: text, LF, CR, BS, CUU, CUD, CUF, CUB, CNL, CPL, CHA, CUP,
 * ED, EL, SGR, OSC 8 and the modes 25, 1049 and 2026. Text past the right edge is left out, as with DECAWM off. Each write holds whole sequences.
 */
export class FrameReader {
  row = 0;
  column = 0;
  isCursorShown = true;
  #grid: Grid;
  #style = PLAIN;
  readonly #glyphs: Glyphs;
  readonly #styles: Styles;
  readonly #listener: FrameListener;

  constructor(grid: Grid, glyphs: Glyphs, styles: Styles, listener: FrameListener) {
    this.#grid = grid;
    this.#glyphs = glyphs;
    this.#styles = styles;
    this.#listener = listener;
  }

  /** Goes on in another grid, as after a resize; the cursor stays inside. */
  setGrid(grid: Grid): void {
    this.#grid = grid;
    this.row = Math.min(this.row, grid.rows - 1);
    this.column = Math.min(this.column, grid.columns);
  }

  /** Starts over at the top left with no style. */
  home(): void {
    this.row = 0;
    this.column = 0;
    this.#style = PLAIN;
  }

  read(text: string): void {
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === ESC) at = this.#readEscape(text, at);
      else if (code < 0x20 || code === 0x7f) at = this.#readControl(code, at);
      else at = this.#readText(text, at, code);
    }
  }

  #readControl(code: number, at: number): number {
    if (code === 0x0a) {
      this.column = 0;
      if (this.row < this.#grid.rows - 1) this.row += 1;
      else this.#grid.scroll();
    } else if (code === 0x0d) this.column = 0;
    else if (code === 0x08) this.column = Math.max(0, this.column - 1);
    else if (code === 0x07) this.#listener.onOther('\u0007');
    return at + 1;
  }

  /** One sure character, or the run of others up to the next that is sure. */
  #readText(text: string, at: number, code: number): number {
    const width = sureWidth(code);
    if (width > 0 && isSureNext(text, at + 1)) {
      this.#put(code, width);
      return at + 1;
    }
    let end = at + 1;
    while (end < text.length && !isPlainStart(text, end)) end += 1;
    for (const glyph of this.#glyphs.segment(text.slice(at, end))) this.#put(glyph, this.#glyphs.width(glyph));
    return end;
  }

  #put(glyph: number, width: number): void {
    const style = glyph === BLANK ? this.#styles.ofBlank(this.#style) : this.#style;
    this.column += this.#grid.put(this.row, this.column, glyph, width, style);
  }

  #readEscape(text: string, at: number): number {
    CSI.lastIndex = at;
    const match = CSI.exec(text);
    if (match !== null) {
      this.#control(match[0], match[1] ?? '', match[2] ?? '', match[3] ?? '', match[4] ?? '');
      return CSI.lastIndex;
    }
    STRING.lastIndex = at;
    const sequence = STRING.exec(text)?.[0] ?? text.slice(at, at + 2);
    const link = LINK.exec(sequence)?.[1];
    if (link === undefined) this.#listener.onOther(sequence);
    else this.#style = this.#styles.withLink(this.#style, link);
    return at + sequence.length;
  }

  #control(sequence: string, mark: string, parameters: string, middle: string, final: string): void {
    if (mark === '' && middle === '' && final === 'm') {
      this.#style = this.#styles.apply(this.#style, parameters);
      return;
    }
    const isMode = mark === '?' && (final === 'h' || final === 'l');
    if (isMode) this.#mode(sequence, parameters, final === 'h');
    else if (mark !== '' || middle !== '' || !this.#isPictured(final, parameters)) this.#listener.onOther(sequence);
  }

  #mode(sequence: string, parameters: string, isOn: boolean): void {
    if (parameters === '25') this.isCursorShown = isOn;
    else if (parameters === '2026') this.#listener.onSynchronized(isOn);
    else if (parameters === '1049') this.#listener.onAlternateScreen(isOn);
    else this.#listener.onOther(sequence);
  }

  /** Moves the cursor or erases; false for anything else. */
  #isPictured(final: string, parameters: string): boolean {
    const [first = 0, second = 0] = parameters.split(';').map(Number);
    const count = Math.max(1, first);
    if (final === 'A' || final === 'F') this.#moveTo(this.row - count, final === 'F' ? 0 : this.column);
    else if (final === 'B' || final === 'E') this.#moveTo(this.row + count, final === 'E' ? 0 : this.column);
    else if (final === 'C') this.#moveTo(this.row, this.column + count);
    else if (final === 'D') this.#moveTo(this.row, Math.min(this.column, this.#grid.columns - 1) - count);
    else if (final === 'G') this.#moveTo(this.row, count - 1);
    else if (final === 'H' || final === 'f') this.#moveTo(count - 1, Math.max(1, second) - 1);
    else if (final === 'J') this.#eraseDisplay(first);
    else if (final === 'K') this.#eraseLine(first);
    else return false;
    return true;
  }

  #moveTo(row: number, column: number): void {
    this.row = Math.min(this.#grid.rows - 1, Math.max(0, row));
    this.column = Math.min(this.#grid.columns - 1, Math.max(0, column));
  }

  #eraseLine(which: number): void {
    const { columns } = this.#grid;
    const column = Math.min(this.column, columns - 1);
    if (which === 0) this.#grid.erase(this.row, column, columns);
    else this.#grid.erase(this.row, 0, which === 1 ? column + 1 : columns);
  }

  #eraseDisplay(which: number): void {
    const { columns, rows } = this.#grid;
    if (which < 2) this.#eraseLine(which);
    const [first, end] = which === 0 ? [this.row + 1, rows] : [0, which === 1 ? this.row : rows];
    for (let row = first; row < end; row += 1) this.#grid.erase(row, 0, columns);
  }
}

/** True when nothing at this place joins to the character before. */
function isSureNext(text: string, at: number): boolean {
  const code = at < text.length ? text.charCodeAt(at) : BLANK;
  return code < 0x300 || sureWidth(code) > 0;
}

/** True where a run of doubtful characters is over: a control, or a sure character that nothing joins to. */
function isPlainStart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code < 0x300 || sureWidth(code) > 0) && isSureNext(text, at + 1);
}
