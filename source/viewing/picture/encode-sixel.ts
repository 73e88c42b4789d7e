import { FINALIZER, introducer, sixelEncode } from 'sixel';
import type { Pixels } from './pixels.ts';

/** Colours that a terminal of sixels has. */
const MOST_COLORS = 256;
/** Steps of red, green and blue where a picture has more colours than that; the eye sees green best. */
const STEPS = [6, 7, 6] as const;
/** Where in a square of four by four the next step begins to show, in sixteenths. */
const THRESHOLDS = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5] as const;
/** Below this a pixel is a hole. */
const OPAQUE = 128;

type Color = [red: number, green: number, blue: number];

/** The picture in sixels: in its own colours where these are few, else in those of a cube, dithered. */
export function sixelSequence(pixels: Pixels): string {
  const whole = { ...pixels, rgba: withHoles(pixels.rgba) };
  const own = colorsOf(whole.rgba);
  const { width, height, rgba } = own === null ? dithered(whole) : whole;
  return introducer(1) + sixelEncode(rgba, width, height, own ?? colorsOf(rgba) ?? []) + FINALIZER;
}

/** Each pixel either a hole or opaque: there is nothing in between. */
function withHoles(rgba: Uint8Array): Uint8Array {
  const out = Uint8Array.from(rgba);
  for (let at = 3; at < out.length; at += 4) out[at] = (out[at] ?? 0) < OPAQUE ? 0 : 255;
  return out;
}

/** The colours of the pixels; null where there are too many. At least one, for a picture that is one hole. */
function colorsOf(rgba: Uint8Array): Color[] | null {
  const colors = new Map<number, Color>();
  for (let at = 0; at < rgba.length; at += 4) {
    const [red = 0, green = 0, blue = 0, opacity = 0] = rgba.subarray(at, at + 4);
    if (opacity === 0) continue;
    colors.set((red << 16) | (green << 8) | blue, [red, green, blue]);
    if (colors.size > MOST_COLORS) return null;
  }
  return colors.size === 0 ? [[0, 0, 0]] : [...colors.values()];
}

function dithered({ width, height, rgba }: Pixels): Pixels {
  const out = Uint8Array.from(rgba);
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const threshold = ((THRESHOLDS[(y % 4) * 4 + (x % 4)] ?? 0) + 0.5) / 16;
    for (const [channel, steps] of STEPS.entries()) {
      const exact = ((rgba[at * 4 + channel] ?? 0) / 255) * (steps - 1);
      const step = Math.min(steps - 1, Math.floor(exact + threshold));
      out[at * 4 + channel] = Math.round((step * 255) / (steps - 1));
    }
  }
  return { width, height, rgba: out };
}
