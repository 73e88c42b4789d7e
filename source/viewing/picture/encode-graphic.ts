import { deflateSync } from 'node:zlib';
import type { CellSize, PictureGraphic } from '../../domain/view.ts';
import { sixelSequence } from './encode-sixel.ts';
import { fitPixels, type Pixels } from './pixels.ts';

/** Bytes of base64 in one piece of kitty's protocol. */
const PIECE = 4096;
/** The number that the picture has in the terminal. */
const ID = 1;

/** What is drawn on: room in cells, and the pixels of a cell. */
export interface GraphicRoom {
  readonly protocol: 'kitty' | 'sixel';
  readonly columns: number;
  readonly rows: number;
  readonly cell: CellSize;
}

/** The picture as the bytes that make a terminal draw it where its cursor is, as large as fits and never larger than it is. */
export function encodeGraphic(pixels: Pixels, { protocol, columns, rows, cell }: GraphicRoom): PictureGraphic {
  const fitted = fitPixels(pixels, { width: columns * cell.width, height: rows * cell.height });
  const size = {
    columns: Math.min(columns, Math.ceil(fitted.width / cell.width)),
    rows: Math.min(rows, Math.ceil(fitted.height / cell.height)),
  };
  if (protocol === 'sixel') {
    return { ...size, sequence: sixelSequence(fitted), clear: null };
  }
  return { ...size, sequence: kittySequence(fitted, size), clear: `\u001b_Ga=d,d=I,i=${ID},q=2\u001b\\` };
}

/**
 * Sent and shown in one (a=T) as compressed RGBA, below the text (z=-1); the terminal keeps quiet about it (q=2) and its cursor
 * where it is (C=1). Of https://sw.kovidgoyal.net/kitty/graphics-protocol/.
 */
function kittySequence(
  { width, height, rgba }: Pixels,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const data = deflateSync(rgba).toString('base64');
  const keys = `a=T,f=32,o=z,s=${width},v=${height},c=${columns},r=${rows},i=${ID},z=-1,q=2,C=1`;
  const pieces: string[] = [];
  for (let at = 0; at < data.length; at += PIECE) {
    const more = at + PIECE < data.length ? 1 : 0;
    pieces.push(`\u001b_G${at === 0 ? `${keys},` : ''}m=${more};${data.slice(at, at + PIECE)}\u001b\\`);
  }
  return pieces.join('');
}
