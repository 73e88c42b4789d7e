import gifenc from 'gifenc';
import type { Picture } from './draw.ts';

const COLORS = 63;
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
  // One palette for all: the frame with the most on it has all the colours.
  const palette = quantize(joined(frames), COLORS);
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

/** Pixels of a few frames over the whole film, to choose colours from. */
function joined(frames: readonly Frame[]): Uint8ClampedArray {
  const step = Math.max(1, Math.floor(frames.length / 6));
  const chosen = frames.filter((_, at) => at % step === 0).map(({ picture }) => picture.pixels);
  const all = new Uint8ClampedArray(chosen.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const pixels of chosen) {
    all.set(pixels, at);
    at += pixels.length;
  }
  return all;
}
