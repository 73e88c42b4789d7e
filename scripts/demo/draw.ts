import { createCanvas, GlobalFonts, ImageData, type SKRSContext2D } from '@napi-rs/canvas';
import type { Terminal } from '@xterm/headless';
import { existsSync } from 'node:fs';

const FONTS = '/usr/share/fonts/truetype/jetbrains-mono';
const CELL = { width: 9, height: 19, size: 15, baseline: 14 };
const MARGIN = 8;

/** What a terminal's own colours are: paper, ink and the sixteen. */
export interface TerminalColors {
  readonly paper: string;
  readonly ink: string;
  readonly palette: readonly string[];
}

export const DARK: TerminalColors = {
  paper: '#16181d',
  ink: '#d5d8de',
  palette: [
    '#16181d',
    '#e06c75',
    '#8fc379',
    '#e2b86b',
    '#61a3ee',
    '#c678dd',
    '#56b6c2',
    '#d5d8de',
    '#5c6370',
    '#ef8088',
    '#a5d78f',
    '#f0ca84',
    '#7cb7ff',
    '#d894ea',
    '#6fcbd6',
    '#ffffff',
  ],
};

export const LIGHT: TerminalColors = {
  paper: '#fafafa',
  ink: '#2a2c33',
  palette: [
    '#2a2c33',
    '#ca1243',
    '#2f7d32',
    '#9a6a00',
    '#2f5bd0',
    '#a0319a',
    '#0b7285',
    '#a0a1a7',
    '#6b7280',
    '#ca1243',
    '#2f7d32',
    '#9a6a00',
    '#2f5bd0',
    '#a0319a',
    '#0b7285',
    '#fafafa',
  ],
};

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly pixels: Uint8ClampedArray;
  readonly png: () => Buffer;
}

/** Makes the fonts known; says how to get them where they are missing. */
export function loadFonts(): void {
  if (!existsSync(`${FONTS}/JetBrainsMono-Regular.ttf`))
    throw new Error('install the font: apt-get install fonts-jetbrains-mono');
  GlobalFonts.registerFromPath(`${FONTS}/JetBrainsMono-Regular.ttf`, 'Demo');
  GlobalFonts.registerFromPath(`${FONTS}/JetBrainsMono-Bold.ttf`, 'DemoBold');
  // It has the arrows and bars that the first one lacks.
  GlobalFonts.registerFromPath('/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf', 'DemoSymbols');
}

/** The screen of a terminal as a picture. */
export function drawScreen(terminal: Terminal, colors: TerminalColors = DARK): Picture {
  const width = terminal.cols * CELL.width + 2 * MARGIN;
  const height = terminal.rows * CELL.height + 2 * MARGIN;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, width, height);
  const { active } = terminal.buffer;
  for (let row = 0; row < terminal.rows; row += 1) {
    for (let column = 0; column < terminal.cols; column += 1)
      drawCell(context, active.getLine(active.viewportY + row)?.getCell(column), { row, column, colors });
  }
  return {
    width,
    height,
    pixels: context.getImageData(0, 0, width, height).data,
    png: () => canvas.toBuffer('image/png'),
  };
}

/** Pictures of one size as one, so many in a row, as PNG. */
export function sideBySide(pictures: readonly Picture[], inRow: number): Buffer {
  const [first] = pictures;
  if (first === undefined) throw new Error('there is no picture to put anywhere');
  const { width, height } = first;
  const canvas = createCanvas(width * inRow, height * Math.ceil(pictures.length / inRow));
  const context = canvas.getContext('2d');
  for (const [at, { pixels }] of pictures.entries()) {
    context.putImageData(new ImageData(pixels, width, height), (at % inRow) * width, Math.floor(at / inRow) * height);
  }
  return canvas.toBuffer('image/png');
}

type BufferCell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

interface Place {
  readonly row: number;
  readonly column: number;
  readonly colors: TerminalColors;
}

function drawCell(context: SKRSContext2D, cell: BufferCell | undefined, { row, column, colors }: Place): void {
  if (cell === undefined || cell.getWidth() === 0) return;
  const ink = cell.isFgDefault() ? colors.ink : colorOf(cell.isFgRGB(), cell.getFgColor(), colors);
  const paper = cell.isBgDefault() ? colors.paper : colorOf(cell.isBgRGB(), cell.getBgColor(), colors);
  const x = MARGIN + column * CELL.width;
  const y = MARGIN + row * CELL.height;
  const [fore, back] = cell.isInverse() === 0 ? [ink, paper] : [paper, ink];
  if (back !== colors.paper) {
    context.fillStyle = back;
    context.fillRect(x, y, CELL.width * cell.getWidth(), CELL.height);
  }
  const text = cell.getChars();
  if (text === '' || text === ' ') return;
  context.globalAlpha = cell.isDim() === 0 ? 1 : 0.6;
  context.fillStyle = fore;
  context.font = `${CELL.size}px ${cell.isBold() === 0 ? 'Demo' : 'DemoBold'}, DemoSymbols`;
  context.fillText(text, x, y + CELL.baseline);
  if (cell.isUnderline() !== 0) context.fillRect(x, y + CELL.baseline + 2, CELL.width * cell.getWidth(), 1);
  context.globalAlpha = 1;
}

const CUBE = [0, 95, 135, 175, 215, 255] as const;

/** A colour of the palette or of its own as CSS writes it. */
function colorOf(isRgb: boolean, color: number, { palette, ink }: TerminalColors): string {
  if (isRgb) return `#${color.toString(16).padStart(6, '0')}`;
  if (color < 16) return palette[color] ?? ink;
  if (color >= 232) return `rgb(${Array.from({ length: 3 }, () => 8 + (color - 232) * 10).join(',')})`;
  const cube = color - 16;
  return `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => CUBE[step] ?? 0).join(',')})`;
}
