import type { ColorDepth } from './capabilities.ts';

/** A colour: -1 is the terminal's own, 0 to 255 its palette, from 0x1000000 on red, green and blue. */
export const DEFAULT_COLOR = -1;
const RGB = 0x1000000;
const CUBE = [0, 95, 135, 175, 215, 255] as const;

/** The nearest colour that the depth has. */
export function reduceColor(color: number, depth: ColorDepth): number {
  if (color === DEFAULT_COLOR || depth === 'none') return DEFAULT_COLOR;
  if (depth === 'true' || (depth === '256' && color < RGB) || color < 16) return color;
  return depth === '256' ? nearestOf256(color) : nearestOf16(color < RGB ? rgbOf256(color) : color);
}

/** The SGR code of a colour; `base` is 30 for the foreground and 40 for the background. */
export function colorCode(color: number, base: 30 | 40): string {
  if (color === DEFAULT_COLOR) return String(base + 9);
  if (color < 8) return String(base + color);
  if (color < 16) return String(base + 52 + color);
  if (color < RGB) return `${base + 8};5;${color}`;
  return `${base + 8};2;${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`;
}

function nearestOf256(color: number): number {
  const [red, green, blue] = channels(color);
  if (red === green && green === blue && red > 8 && red < 248) return 232 + Math.round((red - 8) / 10);
  return 16 + 36 * nearestStep(red) + 6 * nearestStep(green) + nearestStep(blue);
}

function nearestStep(value: number): number {
  return CUBE.reduce<number>(
    (best, step, at) => (Math.abs(step - value) < Math.abs((CUBE[best] ?? 0) - value) ? at : best),
    0,
  );
}

function rgbOf256(color: number): number {
  if (color >= 232) return RGB | ((8 + (color - 232) * 10) * 0x010101);
  const cube = color - 16;
  const step = (at: number): number => CUBE[at] ?? 0;
  return RGB | (step(Math.floor(cube / 36)) << 16) | (step(Math.floor(cube / 6) % 6) << 8) | step(cube % 6);
}

/** A channel counts as on from half of the strongest; bright from three quarters up. */
function nearestOf16(color: number): number {
  const [red, green, blue] = channels(color);
  const strongest = Math.max(red, green, blue);
  if (strongest < 48) return 0;
  const isOn = (value: number): number => (value > strongest / 2 ? 1 : 0);
  return (isOn(red) | (isOn(green) << 1) | (isOn(blue) << 2)) + (strongest >= 192 ? 8 : 0);
}

function channels(color: number): readonly [number, number, number] {
  return [(color >> 16) & 255, (color >> 8) & 255, color & 255];
}
