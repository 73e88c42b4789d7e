import { createCanvas } from '@napi-rs/canvas';
import { encode } from 'fast-png';
import { GifWriter } from 'omggif';
import { decodeAsync } from 'sixel';
import { describe, expect, it } from 'vitest';
import { pictureSurfaceOf } from '../../source/cli/picture-surface.ts';
import type { ViewPicture } from '../../source/domain/view.ts';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';
import { pictureRows } from '../../source/ui/picture-rows.ts';
import { sixelSequence } from '../../source/viewing/picture/encode-sixel.ts';
import { turnPixels } from '../../source/viewing/picture/turn-pixels.ts';
import { viewFile } from './viewing.ts';

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];

/** Red above, blue below. */
function flag(width: number, height: number) {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'red';
  pen.fillRect(0, 0, width, height / 2);
  pen.fillStyle = 'blue';
  pen.fillRect(0, height / 2, width, height / 2);
  return canvas;
}

function gif(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(width * height + 1000);
  const writer = new GifWriter(bytes, width, height, { palette: [0xff0000, 0x0000ff] });
  const colors = Array.from({ length: width * height }, (_, at) => (at < (width * height) / 2 ? 0 : 1));
  writer.addFrame(0, 0, width, height, colors);
  return bytes.subarray(0, writer.end());
}

function pixel({ columns, pixels }: ViewPicture, x: number, y: number): number[] {
  return Array.from(pixels.subarray((y * columns + x) * 4, (y * columns + x) * 4 + 4));
}

function expectNear(found: readonly number[], wanted: readonly number[]): void {
  for (const [at, value] of wanted.entries())
    expect(Math.abs((found[at] ?? 0) - value), String(found)).toBeLessThan(12);
}

/** The JPEG with EXIF data that tell how the camera was held. */
function heldAs(orientation: number, jpeg: Uint8Array): Uint8Array {
  const tiff = Buffer.from([
    0x49,
    0x49,
    42,
    0,
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    1,
    3,
    0,
    1,
    0,
    0,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([head, exif, jpeg.subarray(2)]);
}

describe('the orientation of a photograph', () => {
  it('is that of the camera: the picture stands upright, and so is its size', async () => {
    const lying = heldAs(6, flag(400, 200).toBuffer('image/jpeg'));
    const { picture, kind } = (await viewFile(lying, { columns: 40, rows: 20 })).view();
    expect(kind).toBe('JPEG picture, 200x400');
    expect(picture).toMatchObject({ columns: 20, height: 40 });
    if (picture === null) return;
    expectNear(pixel(picture, 0, 20), BLUE);
    expectNear(pixel(picture, 19, 20), RED);
  });

  it.each([
    [1, '123 456'],
    [2, '321 654'],
    [3, '654 321'],
    [4, '456 123'],
    [5, '14 25 36'],
    [6, '41 52 63'],
    [7, '63 52 41'],
    [8, '36 25 14'],
    [9, '123 456'],
  ])('%i shows 123 456 as %s', (orientation, shown) => {
    const rgba = Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((value) => [value, 0, 0, 255]));
    const turned = turnPixels({ width: 3, height: 2, rgba }, orientation);
    const rows = Array.from({ length: turned.height }, (_, y) =>
      Array.from({ length: turned.width }, (__, x) => turned.rgba[(y * turned.width + x) * 4]).join(''),
    );
    expect(rows.join(' ')).toBe(shown);
  });
});

describe('sixels', () => {
  it('of more colours than there are come near to the picture, and holes stay holes', async () => {
    const [width, height] = [64, 32];
    const rgba = Uint8Array.from({ length: width * height * 4 }, (_, at) => {
      const [x, y] = [(at >> 2) % width, Math.floor((at >> 2) / width)];
      return [x * 4, y * 8, (x + y) * 2, x < 4 ? 0 : 255][at & 3] ?? 0;
    });
    const { data32 } = await decodeAsync(
      sixelSequence({ width, height, rgba })
        .replace(/^[^q]*q/, '')
        .slice(0, -2),
      {
        fillColor: 0,
      },
    );
    const sums = [0, 0, 0];
    for (const [at, color] of data32.entries()) {
      if (at % width < 4) expect(color).toBe(0);
      else
        for (const channel of [0, 1, 2])
          sums[channel] = (sums[channel] ?? 0) + ((color >>> (channel * 8)) & 255) - (rgba[at * 4 + channel] ?? 0);
    }
    for (const sum of sums) expect(Math.abs(sum) / (width * height)).toBeLessThan(6);
  });
});

describe('a picture', () => {
  it.each([
    ['PNG', () => flag(400, 200).toBuffer('image/png')],
    ['JPEG', () => flag(400, 200).toBuffer('image/jpeg')],
    ['GIF', () => gif(400, 200)],
  ])('of the kind %s is made small for the room, with its size told', async (kind, make) => {
    const file = await viewFile(make(), { columns: 40, rows: 12 });
    const { picture, ...view } = file.view();
    expect(view).toMatchObject({ mode: 'picture', kind: `${kind} picture, 400x200` });
    expect(picture).toMatchObject({ columns: 40, height: 20 });
    if (picture === null) return;
    expectNear(pixel(picture, 0, 0), RED);
    expectNear(pixel(picture, 39, 19), BLUE);
    file.room = { columns: 20, rows: 12 };
    expect((await file.act({ type: 'fit' })).picture).toMatchObject({ columns: 20, height: 10 });
    expect(await file.act({ type: 'next-mode' })).toMatchObject({ mode: 'hex', picture: null });
    await file.act({ type: 'next-mode' });
    expect(await file.act({ type: 'next-mode' })).toMatchObject({ mode: 'picture' });
  });

  it('of other depths is read as well, and holes stay holes', async () => {
    const deep = encode({
      width: 2,
      height: 1,
      depth: 16,
      channels: 4,
      data: Uint16Array.of(65535, 0, 0, 65535, 0, 0, 0, 0),
    });
    const { picture } = (await viewFile(deep)).view();
    expect(picture).toMatchObject({ columns: 2, height: 1 });
    expect(Array.from(picture?.pixels ?? [])).toEqual([255, 0, 0, 255, 0, 0, 0, 0]);
    const gray = encode({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 200) });
    expect(Array.from((await viewFile(gray)).view().picture?.pixels ?? [])).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
  });

  it('that would take too much, is damaged or of a kind that is not drawn is told of in words', async () => {
    const huge = Buffer.from(flag(4, 4).toBuffer('image/png'));
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    const webp = flag(30, 20).toBuffer('image/webp');
    const cut = flag(400, 400).toBuffer('image/png').subarray(0, 200);
    for (const [content, words] of [
      [huge, /^PNG picture, 100000x100000: it has more than 40 million pixels\.$/],
      [webp, /^WebP picture, 30x20: pictures of this kind are not drawn here\.$/],
      [cut, /^PNG picture, 400x400: it is damaged: /],
    ] as const) {
      const file = await viewFile(content, { columns: 100, rows: 5 });
      expect(file.view()).toMatchObject({ mode: 'picture', picture: null });
      expect(file.rows()[0]).toMatch(words);
      expect(file.rows()[1]).toBe('Its bytes can be shown instead.');
      // The bytes, the text, and the words again.
      for (let mode = 0; mode < 3; mode += 1) await file.act({ type: 'next-mode' });
      expect(file.rows()[1]).toBe('Its bytes can be shown instead.');
    }
  });

  it('is drawn with what the terminal has', () => {
    const pixels = Uint8Array.from([...RED, 0, 0, 0, 0, ...BLUE, ...BLUE]);
    const picture = { columns: 2, height: 2, pixels } as const;
    const row = (style: ViewPicture['style']): string => pictureRows({ ...picture, style })[0] ?? '';
    expect(row('halves')).toBe('\u001b[38;2;255;0;0;48;2;0;0;255m▀\u001b[38;2;0;0;255;49m▄\u001b[39;49m');
    expect(row('blocks')).toBe('\u001b[39;48;2;127;0;127m \u001b[39;48;2;0;0;255m \u001b[39;49m');
    expect(row('shades')).toBe('\u001b[39;49m:.\u001b[39;49m');
    const styleOf = (env: Record<string, string>) =>
      pictureSurfaceOf(detectCapabilities({ env }), { protocol: 'none' }).style;
    expect(styleOf({ TERM: 'xterm-256color', LANG: 'C.UTF-8' })).toBe('halves');
    expect(styleOf({ TERM: 'xterm-256color', LANG: 'C' })).toBe('blocks');
    expect(styleOf({ TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: '1' })).toBe('shades');
  });
});
