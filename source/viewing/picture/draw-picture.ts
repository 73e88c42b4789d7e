import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/app-error.ts';
import type { PictureSurface, ViewPicture } from '../../domain/view.ts';
import type { Pages } from '../pages.ts';
import type { PictureKind } from './picture-kind.ts';

/** A file larger than this is not drawn, nor one of more pixels: it would take too much memory. */
const MOST_BYTES = 48 * 1024 * 1024;
const MOST_PIXELS = 40_000_000;
/** Megabytes that a decoder may take besides the pixels. */
const MOST_MEMORY = 512;

/** What the thread that decodes is started with. */
export interface PictureWish {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The room, in cells. */
  readonly columns: number;
  readonly rows: number;
  readonly surface: PictureSurface;
}

/** How pictures are drawn. */
export interface Pictures {
  /** What they are drawn on; the terminal may have to be asked. */
  readonly surface: () => Promise<PictureSurface>;
  /** The file of the thread that decodes. */
  readonly workerFile: URL;
}

export interface Drawing {
  readonly pages: Pages;
  readonly kind: PictureKind;
  readonly room: { readonly columns: number; readonly rows: number };
  readonly pictures: Pictures;
  readonly signal: AbortSignal;
}

/**
 * The picture of a file, made small for the room. Its size is looked at before a byte of it is decoded.
 * @throws AppError `unsupported`, with why, where it cannot be drawn
 */
export async function drawPicture({ pages, kind, room, pictures, signal }: Drawing): Promise<ViewPicture> {
  const asked = pictures.surface();
  const size = pages.facts?.size ?? 0;
  const reason = whyNotDrawn(kind, size);
  if (reason !== null) throw new AppError('unsupported', reason);
  const parts: Uint8Array[] = [];
  for await (const part of pages.stream(0, signal)) parts.push(Uint8Array.from(part));
  const bytes = Uint8Array.from(Buffer.concat(parts));
  const wish: PictureWish = { name: kind.name, bytes, ...room, surface: await asked };
  signal.throwIfAborted();
  return inThread(pictures.workerFile, wish, signal);
}

function whyNotDrawn({ isDrawable, width, height }: PictureKind, size: number): string | null {
  if (!isDrawable) return 'pictures of this kind are not drawn here';
  if (width === null || height === null) return 'it does not say how large it is';
  if (width * height > MOST_PIXELS) return `it has more than ${MOST_PIXELS / 1_000_000} million pixels`;
  return size > MOST_BYTES ? `it takes more than ${MOST_BYTES / 1024 / 1024} MiB` : null;
}

async function inThread(file: URL, wish: PictureWish, signal: AbortSignal): Promise<ViewPicture> {
  const { promise, resolve, reject } = Promise.withResolvers<ViewPicture>();
  const worker = new Worker(file, { workerData: wish, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY } });
  const broken = (cause: Error): void =>
    reject(new AppError('unsupported', `it is damaged: ${cause.message}`, { cause }));
  worker.once('message', resolve).once('error', broken);
  worker.once('exit', () => broken(new Error('it could not be decoded')));
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    void worker.terminate();
  }
}
