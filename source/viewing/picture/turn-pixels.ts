import type { Pixels } from './pixels.ts';

/** Where a pixel of the picture as a person sees it lies in the file, by the orientation (1 to 8) of its EXIF data. */
const SOURCE: Readonly<Record<number, (x: number, y: number, size: Size) => readonly [x: number, y: number]>> = {
  2: (x, y, { width }) => [width - 1 - x, y],
  3: (x, y, { width, height }) => [width - 1 - x, height - 1 - y],
  4: (x, y, { height }) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, { height }) => [y, height - 1 - x],
  7: (x, y, { width, height }) => [width - 1 - y, height - 1 - x],
  8: (x, y, { width }) => [width - 1 - y, x],
};

interface Size {
  readonly width: number;
  readonly height: number;
}

/** True for orientations in which width and height change places. */
export function isOnItsSide(orientation: number): boolean {
  return orientation >= 5 && orientation <= 8;
}

/** The pixels turned and mirrored as a camera's EXIF orientation says; any other number leaves them as they are. */
export function turnPixels(pixels: Pixels, orientation: number): Pixels {
  const source = SOURCE[orientation];
  if (source === undefined) return pixels;
  const { width, height } = isOnItsSide(orientation) ? { width: pixels.height, height: pixels.width } : pixels;
  const from = new Uint32Array(pixels.rgba.buffer, pixels.rgba.byteOffset, pixels.width * pixels.height);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [fromX, fromY] = source(x, y, pixels);
      to[y * width + x] = from[fromY * pixels.width + fromX] ?? 0;
    }
  }
  return { width, height, rgba: new Uint8Array(to.buffer) };
}
