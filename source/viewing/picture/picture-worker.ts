import { parentPort, workerData } from 'node:worker_threads';
import type { ViewPicture } from '../../domain/view.ts';
import type { PictureWish } from './draw-picture.ts';
import { decodePicture } from './decode-picture.ts';
import { encodeGraphic } from './encode-graphic.ts';
import { fitPixels } from './pixels.ts';

// A thread of its own: decoding takes seconds at worst, no key waits for it, and who moves on ends it.
const { name, bytes, columns, rows, surface } = workerData as PictureWish;
parentPort?.postMessage(draw());

function draw(): ViewPicture {
  const pixels = decodePicture(name, bytes);
  const { style } = surface;
  if (style === 'graphic') {
    const graphic = encodeGraphic(pixels, { ...surface, columns, rows });
    return { style, columns: graphic.columns, height: graphic.rows * 2, pixels: new Uint8Array(), graphic };
  }
  const { width, height, rgba } = fitPixels(pixels, { width: columns, height: rows * 2 });
  return { style, columns: width, height, pixels: rgba };
}
