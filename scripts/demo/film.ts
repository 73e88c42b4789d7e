import gifenc from 'gifenc';
import type { Picture } from './draw.ts';

/** One palette for all frames, and one more that is nothing. */
const COLORS = 127;
/** Hundredths of a second are what a GIF counts in; viewers turn less than two of them into ten. */
const LEAST_DELAY = 20;

export interface Frame {
  readonly picture: Picture;
  /** Milliseconds since the start of the film. */
  readonly at: number;
}

/** The frames as a GIF that plays for ever. What did not change is left out of each frame: it then packs well. */
export function encodeFilm(frames: readonly Frame[], lastFor: number): Uint8Array {
  const { GIFEncoder, quantize, applyPalette } = gifenc;
  const encoder = GIFEncoder();
  const [first] = frames;
  if (first === undefined) throw new Error('a film needs a frame');
  const { width, height } = first.picture;
  const palette = quantize(colorsOf(frames), COLORS);
  const transparent = palette.length;
  let before: Uint8Array | null = null;
  for (const [number, { picture, at }] of frames.entries()) {
    const indexed = applyPalette(picture.pixels, palette);
    const shown = before === null ? indexed : onlyChanged(indexed, before, transparent);
    const until = frames[number + 1]?.at ?? at + lastFor;
    encoder.writeFrame(shown, width, height, {
      ...(before === null
        ? { palette: [...palette, [0, 0, 0]] }
        : { transparent: true, transparentIndex: transparent, dispose: 1 }),
      delay: Math.max(LEAST_DELAY, until - at),
      repeat: 0,
    });
    before = indexed;
  }
  encoder.finish();
  return encoder.bytes();
}

function onlyChanged(indexed: Uint8Array, before: Uint8Array, transparent: number): Uint8Array {
  return indexed.map((color, at) => (color === before[at] ? transparent : color));
}

/** Every colour of the film once, as pixels: one that a line alone has counts as much as the background. */
function colorsOf(frames: readonly Frame[]): Uint8ClampedArray {
  const colors = new Set<number>();
  for (const { picture } of frames) {
    const { buffer, byteOffset, length } = picture.pixels;
    for (const color of new Uint32Array(buffer, byteOffset, length / 4)) colors.add(color);
  }
  return new Uint8ClampedArray(Uint32Array.from(colors).buffer);
}
