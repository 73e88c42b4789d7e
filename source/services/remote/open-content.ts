import { AppError, isAppError } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { ReadOptions } from '../../domain/file-store.ts';
import { parseTimestamp } from '../../protocol/timestamp.ts';
import type { StreamAnswer } from '../http/wire-request.ts';
import type { FilesApi } from './files-api.ts';
import { wirePath } from './places.ts';
import type { VolumePlace } from './places.ts';

export interface Read {
  readonly api: FilesApi;
  readonly place: VolumePlace;
  readonly options: ReadOptions;
}

interface ContentFacts {
  readonly size: number;
  readonly hash: string;
  readonly modifiedAt: number | null;
  /** Absent where it is the usual one. */
  readonly contentPath?: string;
}

/** What is known of a file's content, and an answer that has begun to bring it. */
export interface OpenContent extends ContentFacts {
  readonly contentPath: string;
  /** Null where nothing is wanted of it. */
  readonly answer: StreamAnswer | null;
}

/**
 * Opens content with one request where the answer itself tells hash and size (our server's ETag is the content's hash), or
 * the caller knows them from a listing; else the node is asked as well, and also where the content is not under the
 * address that all clouds had. @throws AppError `changed` when it is not the content that was seen
 */
export async function openContent(read: Read): Promise<OpenContent> {
  const { place, options } = read;
  const contentPath = `/content/~/${wirePath(place)}`;
  const answer = await askDirectly(read, contentPath);
  if (answer === null) return openByNode(read);
  try {
    const told = contentTold(answer);
    // A tag of another make is no hash, so before it says that the content changed the node is asked.
    const isAsSeen = options.seen === undefined || told === null || told.hash === options.seen.hash;
    const facts = (isAsSeen ? (told ?? contentSeen(options.seen)) : null) ?? (await askNode(read));
    checkSeen(facts, options.seen);
    return { ...facts, contentPath: facts.contentPath ?? contentPath, answer };
  } catch (error) {
    answer.cancel();
    throw error;
  }
}

/** The long way: to where the node says its content is. */
async function openByNode(read: Read): Promise<OpenContent> {
  const { api, place, options } = read;
  const facts = await askNode(read);
  checkSeen(facts, options.seen);
  if ((options.from ?? 0) >= facts.size) return { ...facts, answer: null };
  const range = rangeOf(options);
  const { signal } = options;
  const answer = await api.download(facts.contentPath, wirePath(place), { range, isBulk: isBulk(options), signal });
  return { ...facts, answer };
}

function checkSeen({ hash, size }: ContentFacts, seen: Entry | undefined): void {
  if (seen === undefined || (hash === seen.hash && size === seen.size)) return;
  throw new AppError('changed', 'The file changed in the cloud meanwhile', { hint: 'Look at it again, then repeat' });
}

/** Null when that address does not give it; why, the node will tell. */
async function askDirectly({ api, place, options }: Read, contentPath: string): Promise<StreamAnswer | null> {
  try {
    const { signal } = options;
    const range = rangeOf(options);
    const isSmall = range === undefined && (options.seen?.size ?? Infinity) <= SMALL;
    return await api.download(contentPath, wirePath(place), { range, isBulk: isBulk(options), isSmall, signal });
  } catch (error) {
    if (isAppError(error) && ['not-found', 'permission-denied', 'changed', 'unsupported'].includes(error.code))
      return null;
    throw error;
  }
}

/** What the node tells, if it is a file with content. */
async function askNode({ api, place, options }: Read): Promise<ContentFacts & { readonly contentPath: string }> {
  const path = wirePath(place);
  const node = await api.node(path, { signal: options.signal });
  if (node.kind !== 'file') throw new AppError('not-a-file', 'It is a folder', { path });
  const { hash, size } = node;
  if (hash === null || size === null) throw new AppError('not-found', 'The file has no content yet', { path });
  return { hash, size, modifiedAt: parseTimestamp(node.when_changed), contentPath: node.content_path };
}

/** Bytes up to which content is taken whole. */
const SMALL = 64 * 1024;
/** Bytes from which a connection of its own is worth while. */
const BULK = 16 * 1024 * 1024;

/** Whether so much is wanted of it that it is to come in bulk. */
export function isBulk({ mayReuse, seen, from = 0, to }: ReadOptions): boolean {
  const size = seen?.size ?? 0;
  return mayReuse === true && Math.min(to ?? size, size) - from >= BULK;
}

function rangeOf({ from, to }: ReadOptions): { from: number; to: number | undefined } | undefined {
  return (from ?? 0) === 0 && to === undefined ? undefined : { from: from ?? 0, to };
}

/** Hash, size and time out of an answer's head; null where it does not tell them. */
function contentTold({ status, header }: StreamAnswer): ContentFacts | null {
  const tag = /^"([0-9a-f]{40})"$/.exec(header('etag') ?? '')?.[1];
  const length = status === 206 ? /\/(\d+)$/.exec(header('content-range') ?? '')?.[1] : header('content-length');
  if (tag === undefined || !length || !/^\d+$/.test(length)) return null;
  const time = Date.parse(header('last-modified') ?? '');
  return { hash: `sha1:${tag}`, size: Number(length), modifiedAt: Number.isNaN(time) ? null : time };
}

/** The same out of a listing. */
function contentSeen(seen: Entry | undefined): ContentFacts | null {
  if (seen === undefined || seen.hash === null || seen.size === null) return null;
  return { hash: seen.hash, size: seen.size, modifiedAt: seen.modifiedAt };
}
