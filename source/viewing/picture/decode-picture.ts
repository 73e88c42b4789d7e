import { convertIndexedToRgb, decode as decodePng, type DecodedPng } from 'fast-png';
import jpeg from 'jpeg-js';
import { GifReader } from 'omggif';
import { imageSize } from 'image-size';
import type { Pixels } from './pixels.ts';
import { turnPixels } from './turn-pixels.ts';

/** A picture out of the bytes of a file; of one that moves the first. Throws what the decoder throws. */
export function decodePicture(name: string, bytes: Uint8Array): Pixels {
  if (name === 'PNG') return pngPixels(decodePng(bytes));
  if (name === 'GIF') return gifPixels(bytes);
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    tolerantDecoding: true,
    maxMemoryUsageInMB: 512,
  });
  return turnPixels({ width, height, rgba: data }, imageSize(bytes).orientation ?? 1);
}

function gifPixels(bytes: Uint8Array): Pixels {
  const reader = new GifReader(Buffer.from(bytes));
  const { width, height } = reader;
  const rgba = new Uint8Array(width * height * 4);
  reader.decodeAndBlitFrameRGBA(0, rgba);
  return { width, height, rgba };
}

function pngPixels(png: DecodedPng): Pixels {
  const { width, height } = png;
  const rgba = new Uint8Array(width * height * 4);
  const isIndexed = png.palette !== undefined;
  const data = isIndexed ? convertIndexedToRgb(png) : png.data;
  const channels = isIndexed ? data.length / (width * height) : png.channels;
  const valueOf = isIndexed ? (at: number): number => data[at] ?? 0 : sampler(png);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const at = pixel * channels;
    const isGray = channels < 3;
    const hasOpacity = channels === 2 || channels === 4;
    for (let channel = 0; channel < 3; channel += 1) rgba[pixel * 4 + channel] = valueOf(isGray ? at : at + channel);
    rgba[pixel * 4 + 3] = hasOpacity ? valueOf(at + channels - 1) : 255;
  }
  return { width, height, rgba };
}

/** The value of a sample in 0 to 255, whatever its depth; rows of less than a byte a sample begin at whole bytes. */
function sampler({ data, depth, width, channels }: DecodedPng): (at: number) => number {
  if (depth === 8) return (at) => data[at] ?? 0;
  if (depth === 16) return (at) => (data[at] ?? 0) >> 8;
  const perRow = width * channels;
  const rowBytes = Math.ceil((perRow * depth) / 8);
  const most = (1 << depth) - 1;
  return (at) => {
    const bit = (at % perRow) * depth;
    const byte = data[Math.floor(at / perRow) * rowBytes + (bit >> 3)] ?? 0;
    return (((byte >> (8 - depth - (bit & 7))) & most) * 255) / most;
  };
}
