import { createHash } from 'node:crypto';
import { AppError, isAppError } from '../../domain/app-error.ts';
import type { ReadOptions, ReadResult } from '../../domain/file-store.ts';
import { inOnePiece } from '../../domain/in-one-piece.ts';
import { contentHash } from '../../protocol/content-hash.ts';
import type { StreamAnswer } from '../http/wire-request.ts';
import { isPassing } from '../retry.ts';
import type { FilesApi } from './files-api.ts';
import { holdAnswer } from './hold-answer.ts';
import type { HeldAnswer } from './hold-answer.ts';
import { isBulk, openContent } from './open-content.ts';
import type { Read } from './open-content.ts';
import { wirePath } from './places.ts';

/** How often in a row a download that broke off goes on without a byte gained. */
const MAX_BREAKS = 3;

/**
 * Opens a file's content. A download that breaks off goes on where it was; the size, and of a whole file the hash, are
 * held against what the cloud says of it, and `integrity` is thrown at the end when they differ.
 */
export async function readFile(read: Read): Promise<ReadResult> {
  const { api, options } = read;
  const path = wirePath(read.place);
  const { size, hash, modifiedAt, contentPath, answer } = await openContent(read);
  const span = { from: options.from ?? 0, end: Math.min(options.to ?? size, size - 1) + 1 };
  const download = { api, path, contentPath, size, hash, isSeen: options.seen !== undefined, options };
  const whole = answer?.status === 200 && span.from === 0 && span.end === size ? answer.whole : undefined;
  if (whole?.byteLength === size) {
    await checkHash(download, contentHash(whole));
    return { size, hash, modifiedAt, body: inOnePiece(whole), whole };
  }
  return { size, hash, modifiedAt, body: pour(download, span, answer === null ? null : holdAnswer(answer)) };
}

interface Download {
  readonly api: FilesApi;
  readonly path: string;
  readonly contentPath: string;
  readonly size: number;
  readonly hash: string;
  /** True when that is the hash the caller wants, whatever the file has become. */
  readonly isSeen: boolean;
  readonly options: ReadOptions;
}

/** Bytes from `from` up to and without `end`. */
interface Span {
  readonly from: number;
  readonly end: number;
}

async function* pour(
  download: Download,
  { from, end }: Span,
  held: HeldAnswer | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  const digest = from === 0 && end === download.size ? createHash('sha1') : null;
  let at = from;
  let breaks = 0;
  for (let taken = held?.take() ?? null; at < end; taken = null) {
    // Outside of the try: the client has tried as often as it is worth already.
    const answer = taken ?? (await ask(download, at, end));
    try {
      for await (const chunk of wanted(download, answer, { from: at, end })) {
        at += chunk.byteLength;
        breaks = 0;
        digest?.update(chunk);
        yield chunk;
      }
      if (at < end) throw new AppError('integrity', 'The cloud sent less than it said', { path: download.path });
    } catch (error) {
      breaks += 1;
      if (!isAppError(error) || !isPassing(error) || breaks > MAX_BREAKS) throw error;
    }
  }
  if (digest !== null) await checkHash(download, `sha1:${digest.digest('hex')}`);
}

/** A tag may be no hash, and the file may have changed meanwhile, so the node has the last word. */
async function checkHash({ api, path, hash, isSeen, options: { signal } }: Download, counted: string): Promise<void> {
  if (counted === hash) return;
  const node = await api.node(path, { signal });
  if (node.kind === 'file' && node.hash === counted && !isSeen) return;
  if (node.kind === 'file' && node.hash !== hash) throw changed(path);
  throw new AppError('integrity', 'The content is not what the cloud says it is', { path, hint: 'Try again' });
}

async function ask(download: Download, from: number, end: number): Promise<StreamAnswer> {
  const { api, contentPath, path, size, options } = download;
  const range = from === 0 && end === size ? undefined : { from, to: end - 1 };
  return api.download(contentPath, path, { range, isBulk: isBulk({ ...options, from }), signal: options.signal });
}

/** The bytes of the span out of an answer, which may be the part asked for or all of the file. */
async function* wanted(
  download: Download,
  answer: StreamAnswer,
  { from, end }: Span,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0;
  try {
    at = answer.status === 206 ? startOf(answer, download) : 0;
    if (at > from) throw changed(download.path);
  } catch (error) {
    answer.cancel();
    throw error;
  }
  for await (const chunk of answer.body) {
    const head = Math.max(0, from - at);
    at += chunk.byteLength;
    if (at > download.size) throw changed(download.path);
    const piece = chunk.subarray(head, chunk.byteLength - Math.max(0, at - end));
    if (piece.byteLength > 0) yield piece;
    if (at >= end && at < download.size && answer.status !== 206) return;
  }
}

/** First byte of a partial answer; another size than before means another content. */
function startOf({ header }: StreamAnswer, { size, path }: Download): number {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header('content-range') ?? '');
  if (match?.[1] === undefined) throw new AppError('bad-answer', 'The answer does not say which part it is', { path });
  if (match[2] !== '*' && Number(match[2]) !== size) throw changed(path);
  return Number(match[1]);
}

function changed(path: string): AppError {
  return new AppError('changed', 'The file changed in the cloud while it was read', { path, hint: 'Try again' });
}
