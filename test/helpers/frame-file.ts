import { Buffer } from 'node:buffer';
import type { Terminal } from '@xterm/headless';

/** A cell: what it holds, and how that looks, in words (`bold ink:4 paper:#202020`). */
interface FrameCell {
  readonly text: string;
  readonly look: string;
}

/** A frame as it is stored: what every cell holds, and how it looks in each theme. */
export interface StoredFrame {
  readonly columns: number;
  readonly rows: number;
  /** Cells in each theme; their texts are the same. */
  readonly themes: readonly (readonly (readonly FrameCell[])[])[];
}

const MARKS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const PLAIN = '.';
const TEXT = '== text';
const LOOKS = '== looks';
const LEGEND = '== legend';

/**
 * Frames as text for people: for each size what is read, then a mark for how each cell looks; at the end what the marks
 * mean, in the order of the theme names.
 */
export function writeFrames(frames: readonly StoredFrame[], themeNames: readonly string[]): string {
  const marks = new Map<string, string>();
  const blocks = frames.map((frame) => {
    const [first = []] = frame.themes;
    const text = textOf(first);
    // A screen that goes on changing while it is drawn would be stored as it happened to be.
    if (frame.themes.some((theme) => textOf(theme).join() !== text.join()))
      throw new Error('the themes show other texts');
    const looks = first.map((row, at) =>
      row
        .map((_, column) =>
          markOf(
            marks,
            frame.themes.map((theme) => theme[at]?.[column]?.look ?? ''),
          ),
        )
        .join(''),
    );
    const size = `${frame.columns}x${frame.rows}`;
    return [`${TEXT} ${size}`, ...text.map((row) => row.trimEnd()), `${LOOKS} ${size}`, ...looks.map(withoutTail)];
  });
  const legend = Array.from(marks, ([look, mark]) => `${mark}  ${look}`);
  return `${[...blocks.flat(), `${LEGEND} ${themeNames.join(' | ')}`, ...legend].join('\n')}\n`;
}

function textOf(cells: readonly (readonly FrameCell[])[]): readonly string[] {
  return cells.map((row) => row.map((cell) => cell.text).join(''));
}

/** The bytes that draw a stored frame in one of its themes on a terminal of its size. */
export function drawingOf(file: string, size: string, themeName: string): string {
  const lines = file.split('\n');
  const legendAt = lines.findIndex((line) => line.startsWith(LEGEND));
  const theme = (lines[legendAt] ?? '')
    .slice(LEGEND.length + 1)
    .split(' | ')
    .indexOf(themeName);
  const looks = new Map(
    lines.slice(legendAt + 1).map((line) => [line.slice(0, 1), line.slice(3).split(' | ')[theme] ?? '']),
  );
  const text = block(lines, `${TEXT} ${size}`);
  const marks = block(lines, `${LOOKS} ${size}`);
  return text.map((row, at) => `\u001b[${at + 1}H${drawRow(row, marks[at] ?? '', looks)}`).join('');
}

/** The sizes that a file holds. */
export function sizesIn(file: string): readonly string[] {
  return Array.from(file.matchAll(/^== text (\S+)$/gm), (match) => match[1] ?? '');
}

/** The themes that a file holds. */
export function themesIn(file: string): readonly string[] {
  return /^== legend (.*)$/m.exec(file)?.[1]?.split(' | ') ?? [];
}

function drawRow(text: string, marks: string, looks: ReadonlyMap<string, string>): string {
  const segments = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  let column = 0;
  let drawn = '';
  const put = (segment: string): void => {
    const mark = marks[column] ?? PLAIN;
    drawn += `\u001b[0${sgrOf(looks.get(mark) ?? '')}m\u001b[${column + 1}G${segment}`;
    // A mark of a wide glyph stands twice where it has one, its second half being part of it.
    column += marks[column + 1] === '_' ? 2 : 1;
  };
  for (const segment of segments) put(segment);
  while (column < marks.length) put(' ');
  return drawn;
}

function block(lines: readonly string[], head: string): readonly string[] {
  const start = lines.indexOf(head) + 1;
  const length = lines.slice(start).findIndex((line) => line.startsWith('== '));
  return lines.slice(start, start + length);
}

function markOf(marks: Map<string, string>, looks: readonly string[]): string {
  if (looks.every((look) => look === HALF)) return '_';
  const words = looks.map((look) => (look === '' ? 'plain' : look)).join(' | ');
  if (looks.every((look) => look === '')) return PLAIN;
  const known = marks.get(words);
  if (known !== undefined) return known;
  const mark = MARKS[marks.size];
  if (mark === undefined) throw new Error('a frame of more looks than there are marks');
  marks.set(words, mark);
  return mark;
}

/** The cells of a screen with how they look; what cannot be seen on a blank does not count. */
export function frameCells(terminal: Terminal): readonly (readonly FrameCell[])[] {
  const buffer = terminal.buffer.active;
  return Array.from({ length: terminal.rows }, (_, row) =>
    Array.from({ length: terminal.cols }, (_, column) => {
      const cell = buffer.getLine(buffer.viewportY + row)?.getCell(column);
      if (cell === undefined) return { text: ' ', look: '' };
      if (cell.getWidth() === 0) return { text: '', look: HALF };
      const text = cell.getChars() === '' ? ' ' : cell.getChars();
      return { text, look: lookOf(cell, text === ' ') };
    }),
  );
}

type BufferCell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

function lookOf(cell: BufferCell, isBlank: boolean): string {
  const isSeen = !isBlank || cell.isInverse() !== 0 || cell.isUnderline() !== 0;
  const words = [
    isSeen && cell.isBold() !== 0 ? 'bold' : '',
    isSeen && cell.isDim() !== 0 ? 'dim' : '',
    isSeen && cell.isItalic() !== 0 ? 'italic' : '',
    cell.isUnderline() === 0 ? '' : 'underline',
    cell.isInverse() === 0 ? '' : 'inverse',
    isSeen && !cell.isFgDefault() ? `ink:${colorWord(cell.isFgRGB(), cell.getFgColor())}` : '',
    cell.isBgDefault() ? '' : `paper:${colorWord(cell.isBgRGB(), cell.getBgColor())}`,
  ];
  return words.filter(Boolean).join(' ');
}

function colorWord(isRgb: boolean, color: number): string {
  return isRgb ? `#${color.toString(16).padStart(6, '0')}` : String(color);
}

/** How the second half of a wide glyph looks: it is part of the first. */
const HALF = 'half';

function withoutTail(row: string): string {
  return row.replace(/\.+$/, '');
}

const ATTRIBUTES: Readonly<Record<string, string>> = { bold: '1', dim: '2', italic: '3', underline: '4', inverse: '7' };

function sgrOf(words: string): string {
  return words
    .split(' ')
    .filter((word) => word !== '' && word !== 'plain')
    .map((word) => {
      const attribute = ATTRIBUTES[word];
      if (attribute !== undefined) return `;${attribute}`;
      const [place, color = ''] = word.split(':');
      const base = place === 'ink' ? '38' : '48';
      if (!color.startsWith('#')) return `;${base};5;${color}`;
      return `;${base};2;${Array.from(Buffer.from(color.slice(1), 'hex')).join(';')}`;
    })
    .join('');
}
