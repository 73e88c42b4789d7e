import type { ScreenSize } from '../state/app-state.ts';
import type { ViewPicture } from '../domain/view.ts';

/** From dark to light, for terminals without colours. */
const SHADES = ' .:-=+*#%@';
/** Below this a pixel is a hole that shows the terminal's own ground. */
const OPAQUE = 128;

/** Where a picture begins in this room: in the middle. */
export function picturePlace(
  { columns, height }: Pick<ViewPicture, 'columns' | 'height'>,
  room: ScreenSize,
): { readonly row: number; readonly column: number } {
  return {
    row: Math.max(0, Math.floor((room.rows - Math.ceil(height / 2)) / 2)),
    column: Math.max(0, Math.floor((room.columns - columns) / 2)),
  };
}

type Pixel = readonly [red: number, green: number, blue: number] | null;

/**
 * A picture as rows of text with colours in it (SGR): two pixels a cell in half blocks; `blocks` is for fonts that have none,
 * `shades` for terminals without colours. Where the terminal draws it itself the rows are blank.
 */
export function pictureRows(picture: ViewPicture): readonly string[] {
  if (picture.style === 'graphic') return Array.from({ length: picture.height / 2 }, () => '');
  const rows: string[] = [];
  for (let top = 0; top < picture.height; top += 2) {
    let row = '';
    let last = '';
    for (let column = 0; column < picture.columns; column += 1) {
      const [upper, lower] = [pixelAt(picture, column, top), pixelAt(picture, column, top + 1)];
      const { colors, text } = cellOf(picture.style, upper, lower);
      row += (colors === last ? '' : `\u001b[${colors}m`) + text;
      last = colors;
    }
    rows.push(`${row}\u001b[39;49m`);
  }
  return rows;
}

function cellOf(
  style: ViewPicture['style'],
  upper: Pixel,
  lower: Pixel,
): { readonly colors: string; readonly text: string } {
  if (style === 'shades') return { colors: '39;49', text: shadeOf(mixed(upper, lower)) };
  if (style === 'blocks') return { colors: `39;${paper(mixed(upper, lower))}`, text: ' ' };
  if (upper === null && lower !== null) return { colors: `${ink(lower)};49`, text: '▄' };
  if (upper === null) return { colors: '39;49', text: ' ' };
  return { colors: `${ink(upper)};${paper(lower)}`, text: '▀' };
}

function pixelAt({ columns, height, pixels }: ViewPicture, x: number, y: number): Pixel {
  const at = (y * columns + x) * 4;
  if (y >= height || (pixels[at + 3] ?? 0) < OPAQUE) return null;
  return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
}

function mixed(upper: Pixel, lower: Pixel): Pixel {
  if (upper === null || lower === null) return upper ?? lower;
  return [(upper[0] + lower[0]) >> 1, (upper[1] + lower[1]) >> 1, (upper[2] + lower[2]) >> 1];
}

function shadeOf(pixel: Pixel): string {
  if (pixel === null) return ' ';
  const [red, green, blue] = pixel;
  const light = (red * 0.299 + green * 0.587 + blue * 0.114) / 256;
  return SHADES[Math.floor(light * SHADES.length)] ?? ' ';
}

function ink(pixel: Pixel): string {
  return pixel === null ? '39' : `38;2;${pixel.join(';')}`;
}

function paper(pixel: Pixel): string {
  return pixel === null ? '49' : `48;2;${pixel.join(';')}`;
}
