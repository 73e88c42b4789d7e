import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { Terminal } from '@xterm/headless';
import { existsSync } from 'node:fs';

const FONTS = '/usr/share/fonts/truetype/jetbrains-mono';
const CELL = { width: 9, height: 19, size: 15, baseline: 14 };
const MARGIN = 8;
const BACKGROUND = '#16181d';
const FOREGROUND = '#d5d8de';
/** The sixteen colours, as a dark terminal shows them. */
const PALETTE = [
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
] as const;

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
export function drawScreen(terminal: Terminal): Picture {
  const width = terminal.cols * CELL.width + 2 * MARGIN;
  const height = terminal.rows * CELL.height + 2 * MARGIN;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = BACKGROUND;
  context.fillRect(0, 0, width, height);
  const { active } = terminal.buffer;
  for (let row = 0; row < terminal.rows; row += 1) {
    for (let column = 0; column < terminal.cols; column += 1)
      drawCell(context, active.getLine(active.viewportY + row)?.getCell(column), row, column);
  }
  return {
    width,
    height,
    pixels: context.getImageData(0, 0, width, height).data,
    png: () => canvas.toBuffer('image/png'),
  };
}

type BufferCell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

function drawCell(context: SKRSContext2D, cell: BufferCell | undefined, row: number, column: number): void {
  if (cell === undefined || cell.getWidth() === 0) return;
  const isInverse = cell.isInverse() !== 0;
  const ink = colorOf(cell.isFgPalette(), cell.getFgColor(), FOREGROUND);
  const paper = colorOf(cell.isBgPalette(), cell.getBgColor(), BACKGROUND);
  const x = MARGIN + column * CELL.width;
  const y = MARGIN + row * CELL.height;
  const [fore, back] = isInverse ? [paper, ink] : [ink, paper];
  if (back !== BACKGROUND) {
    context.fillStyle = back;
    context.fillRect(x, y, CELL.width * cell.getWidth(), CELL.height);
  }
  const text = cell.getChars();
  if (text === '' || text === ' ') return;
  context.globalAlpha = cell.isDim() === 0 ? 1 : 0.6;
  context.fillStyle = fore;
  context.font = `${CELL.size}px ${cell.isBold() === 0 ? 'Demo' : 'DemoBold'}, DemoSymbols`;
  context.fillText(text, x, y + CELL.baseline);
  context.globalAlpha = 1;
}

function colorOf(isPalette: boolean, color: number, otherwise: string): string {
  return isPalette ? (PALETTE[color] ?? otherwise) : otherwise;
}
