import { parentPort, workerData } from 'node:worker_threads';
import type { PictureWish } from './draw-picture.ts';
import { decodePicture } from './decode-picture.ts';
import { fitPixels } from './pixels.ts';

// A thread of its own: decoding takes seconds at worst, no key waits for it, and who moves on ends it.
const { name, bytes, columns, rows } = workerData as PictureWish;
const pixels = fitPixels(decodePicture(name, bytes), { width: columns, height: rows * 2 });
parentPort?.postMessage(pixels);
