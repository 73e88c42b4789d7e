import { createHash } from 'node:crypto';
import { AppError, isAppError } from '../../domain/app-error.ts';
import type { ReadOptions, ReadResult } from '../../domain/file-store.ts';
import type { FileNode } from '../../protocol/resources.ts';
import { parseTimestamp } from '../../protocol/timestamp.ts';
import type { StreamAnswer } from '../http/wire-request.ts';
import { isPassing } from '../retry.ts';
import type { FilesApi } from './files-api.ts';
import { wirePath } from './places.ts';
import type { VolumePlace } from './places.ts';

/** How often in a row a download that broke off goes on without a byte gained. */
const MAX_BREAKS = 3;

export interface Read {
  readonly api: FilesApi;
  readonly place: VolumePlace;
  readonly options: ReadOptions;
}

/**
 * Opens a file's content. A download that breaks off goes on where it was; the size, and of a whole file the hash, are
 * held against what the cloud says of it, and `integrity` is thrown at the end when they differ.
 */
export async function readFile({ api, place, options }: Read): Promise<ReadResult> {
  const path = wirePath(place);
  const node = await api.node(path, { signal: options.signal });
  if (node.kind !== 'file') throw new AppError('not-a-file', 'It is a folder', { path });
  const { hash, size } = node;
  if (hash === null || size === null) throw new AppError('not-found', 'The file has no content yet', { path });
  const span = { from: options.from ?? 0, end: Math.min(options.to ?? size, size - 1) + 1 };
  const download = { api, path, node, size, hash, signal: options.signal };
  const first = span.from < span.end ? await ask(download, span.from, span.end) : null;
  return { size, hash, modifiedAt: parseTimestamp(node.when_changed), body: pour(download, span, first) };
}

interface Download {
  readonly api: FilesApi;
  readonly path: string;
  readonly node: FileNode;
  readonly size: number;
  readonly hash: string;
  readonly signal: AbortSignal | undefined;
}

/** Bytes from `from` up to and without `end`. */
interface Span {
  readonly from: number;
  readonly end: number;
}

async function* pour(
  download: Download,
  { from, end }: Span,
  first: StreamAnswer | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { signal, size, path } = download;
  const digest = from === 0 && end === size ? createHash('sha1') : null;
  let at = from;
  let breaks = 0;
  for (let answer = first; at < end; answer = null) {
    try {
      for await (const chunk of wanted(download, answer ?? (await ask(download, at, end)), { from: at, end })) {
        at += chunk.byteLength;
        breaks = 0;
        digest?.update(chunk);
        yield chunk;
      }
      if (at < end) throw new AppError('integrity', 'The cloud sent less than it said', { path, hint: 'Try again' });
    } catch (error) {
      breaks += 1;
      if (!isAppError(error) || !isPassing(error) || breaks > MAX_BREAKS) throw error;
      signal?.throwIfAborted();
    }
  }
  if (digest !== null && `sha1:${digest.digest('hex')}` !== download.hash) {
    throw new AppError('integrity', 'The content is not what the cloud says it is', { path, hint: 'Try again' });
  }
}

async function ask({ api, node, path, size, signal }: Download, from: number, end: number): Promise<StreamAnswer> {
  const range = from === 0 && end === size ? undefined : { from, to: end - 1 };
  return api.download(node.content_path, path, { range, signal });
}

/** The bytes of the span out of an answer, which may be the part asked for or all of the file. */
async function* wanted(
  download: Download,
  answer: StreamAnswer,
  { from, end }: Span,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = answer.status === 206 ? startOf(answer, download) : 0;
  if (at > from) throw changed(download.path);
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
