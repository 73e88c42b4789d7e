import { isOnItsSide } from './turn-pixels.ts';

/** What a file's first bytes say it is a picture of. */
export interface PictureKind {
  /** As people call it: `PNG`. */
  readonly name: string;
  /** Pixels; null where the bytes at hand do not tell. */
  readonly width: number | null;
  readonly height: number | null;
  /** True for those that can be drawn. */
  readonly isDrawable: boolean;
}

interface Magic {
  readonly name: string;
  readonly at: number;
  readonly bytes: string;
  readonly isDrawable?: true;
}

/** The first bytes of pictures, as characters. */
const MAGIC: readonly Magic[] = [
  { name: 'PNG', at: 0, bytes: '\u0089PNG\r\n\u001a\n', isDrawable: true },
  { name: 'JPEG', at: 0, bytes: '\u00ff\u00d8\u00ff', isDrawable: true },
  { name: 'GIF', at: 0, bytes: 'GIF87a', isDrawable: true },
  { name: 'GIF', at: 0, bytes: 'GIF89a', isDrawable: true },
  { name: 'WebP', at: 8, bytes: 'WEBPVP8' },
  { name: 'TIFF', at: 0, bytes: 'II*\0' },
  { name: 'TIFF', at: 0, bytes: 'MM\0*' },
  { name: 'AVIF', at: 4, bytes: 'ftypavif' },
  { name: 'HEIC', at: 4, bytes: 'ftypheic' },
  { name: 'icon', at: 0, bytes: '\0\0\u0001\0' },
  { name: 'Photoshop', at: 0, bytes: '8BPS\0\u0001' },
];

/** The kind of picture and its size by the head of the file; null for what is none. Nothing is decoded. */
export async function pictureKind(head: Uint8Array): Promise<PictureKind | null> {
  const magic = MAGIC.find(({ at, bytes }) => Buffer.from(head.subarray(at, at + bytes.length)).equals(latin1(bytes)));
  if (magic === undefined) return null;
  const { imageSize } = await import('image-size');
  const { name, isDrawable = false } = magic;
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    const size = isOnItsSide(orientation) ? { width: height, height: width } : { width, height };
    return { name, ...size, isDrawable };
  } catch {
    return { name, width: null, height: null, isDrawable };
  }
}

/** `PNG picture, 640x480`. */
export function pictureWords({ name, width, height }: PictureKind): string {
  return width === null || height === null ? `${name} picture` : `${name} picture, ${width}x${height}`;
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
