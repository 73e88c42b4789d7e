import { createHash } from 'node:crypto';
import { AppError } from '../../source/domain/app-error.ts';
import { checkLocation } from '../../source/domain/check-location.ts';
import type { Entry } from '../../source/domain/entry.ts';
import type { ContentSource, FileStore, WriteOptions } from '../../source/domain/file-store.ts';
import { isWithin, nameOf, parentOf, toPlainPath, type Location } from '../../source/domain/location.ts';

interface Folder {
  readonly kind: 'folder';
  readonly id: number;
  readonly children: Map<string, Node>;
}

interface File {
  readonly kind: 'file';
  readonly id: number;
  readonly content: Buffer;
  readonly modifiedAt: number;
}

type Node = Folder | File;

/** What a test may do to a memory store besides using it. */
export interface MemoryStore extends FileStore {
  /** Called before each call with its name and place; it may wait or throw, as a faulty store would. */
  before: ((call: string, location: Location, signal?: AbortSignal) => Promise<void> | void) | null;
}

/**
 * A whole {@link FileStore} in memory, for tests of what is above the port. One tree; a cloud's volumes are folders of
 * the root.
 */
export function createMemoryStore({ knowsHashes = true } = {}): MemoryStore {
  let lastId = 0;
  const newId = (): number => (lastId += 1);
  const root: Folder = { kind: 'folder', id: newId(), children: new Map() };
  const find = (location: Location): Node => {
    let at: Node = root;
    for (const name of namesOf(location)) {
      if (at.kind !== 'folder') throw error('not-a-folder', location);
      const next: Node | undefined = at.children.get(name);
      if (next === undefined) throw error('not-found', location);
      at = next;
    }
    return at;
  };
  const folderAt = (location: Location): Folder => {
    const node = find(location);
    if (node.kind !== 'folder') throw error('not-a-folder', location);
    return node;
  };
  const toEntry = (name: string, node: Node): Entry => entryOf(name, node, knowsHashes);
  const makeAll = (location: Location): Folder => {
    let at = root;
    for (const name of namesOf(location)) {
      const next: Node = at.children.get(name) ?? { kind: 'folder', id: newId(), children: new Map() };
      if (next.kind !== 'folder') throw error('not-a-folder', location);
      at.children.set(name, next);
      at = next;
    }
    return at;
  };
  const checkTaken = (file: Location, standing: Node | undefined, taken: WriteOptions['taken']): void => {
    if (standing?.kind === 'folder') throw error('not-a-file', file);
    if (typeof taken === 'object' && (standing === undefined || identityOf(standing) !== taken.seen)) {
      throw error('changed', file);
    }
    if (taken === 'refuse' && standing !== undefined) throw error('name-taken', file);
  };
  const begin = async (call: string, location: Location, signal?: AbortSignal): Promise<void> => {
    checkLocation(location);
    signal?.throwIfAborted();
    await store.before?.(call, location, signal);
    signal?.throwIfAborted();
  };
  const store: MemoryStore = {
    before: null,
    powers: { publish: false, quota: false, knowsHashes, keepsTimes: true },
    async *list(location, options) {
      await begin('list', location, options?.signal);
      const entries = [...folderAt(location).children].map(([name, node]) => toEntry(name, node));
      for (let at = 0; at < entries.length; at += 3) {
        options?.signal?.throwIfAborted();
        yield entries.slice(at, at + 3);
      }
    },
    async stat(location, options) {
      await begin('stat', location, options?.signal);
      return toEntry(nameOf(location), find(location));
    },
    async read(location, options = {}) {
      await begin('read', location, options.signal);
      const node = find(location);
      if (node.kind === 'folder') throw error('not-a-file', location);
      const bytes = node.content.subarray(options.from ?? 0, options.to === undefined ? undefined : options.to + 1);
      const { modifiedAt, content } = node;
      const check = async () => begin('body', location, options.signal);
      return { size: content.length, modifiedAt, hash: knowsHashes ? hashOf(content) : null, body: pour(bytes, check) };
    },
    async write(location, source, options) {
      await begin('write', location, options.signal);
      const folder = folderAt(parentOf(location) ?? location);
      const name = nameOf(location);
      checkTaken(location, folder.children.get(name), options.taken);
      const content = await drain(location, source, options);
      checkTaken(location, folder.children.get(name), options.taken);
      const node: File = { kind: 'file', id: newId(), content, modifiedAt: source.modifiedAt ?? Date.now() };
      folder.children.set(name, node);
      return toEntry(name, node);
    },
    async makeFolder(location, options) {
      await begin('makeFolder', location, options?.signal);
      return toEntry(nameOf(location), makeAll(location));
    },
    async move(from, to, options = {}) {
      await begin('move', from, options.signal);
      checkLocation(to);
      const node = find(from);
      checkSeen(from, node, options.seen);
      const target = folderAt(parentOf(to) ?? to);
      const standing = target.children.get(nameOf(to));
      if (standing === node) return toEntry(nameOf(to), node);
      if (isWithin(to, from)) throw new AppError('usage', 'A folder cannot go into itself');
      const mayReplace = options.replace === true && standing?.kind === 'file' && node.kind === 'file';
      if (standing !== undefined && !mayReplace) throw error('name-taken', to);
      folderAt(parentOf(from) ?? from).children.delete(nameOf(from));
      target.children.set(nameOf(to), node);
      return toEntry(nameOf(to), node);
    },
    async facts(location, options) {
      await begin('facts', location, options?.signal);
      const { id, kind } = find(location);
      return [
        { name: 'id', value: String(id) },
        { name: 'kind', value: kind },
      ];
    },
    async hashes(location, options) {
      await begin('hashes', location, options?.signal);
      const node = find(location);
      if (node.kind === 'folder') throw error('not-a-file', location);
      const magic = createHash('sha1').update('Ubuntu One').update(node.content).digest('hex');
      return { hash: hashOf(node.content), magicHash: `magic_hash:${magic}` };
    },
    async remove(location, options = {}) {
      await begin('remove', location, options.signal);
      checkSeen(location, find(location), options.seen);
      folderAt(parentOf(location) ?? location).children.delete(nameOf(location));
    },
  };
  return store;
}

function namesOf(location: Location): string[] {
  const names = location.path.split('/').filter((name) => name !== '');
  return location.side === 'cloud' && location.volume !== null ? [location.volume, ...names] : names;
}

function entryOf(name: string, node: Node, knowsHashes: boolean): Entry {
  const isFile = node.kind === 'file';
  return {
    name,
    kind: node.kind,
    size: isFile ? node.content.length : null,
    modifiedAt: isFile ? node.modifiedAt : null,
    hash: isFile && knowsHashes ? hashOf(node.content) : null,
    publicUrl: null,
    identity: identityOf(node),
  };
}

function identityOf(node: Node): string {
  return String(node.id);
}

function hashOf(content: Buffer): string {
  return `sha1:${createHash('sha1').update(content).digest('hex')}`;
}

function checkSeen(location: Location, node: Node, seen: string | undefined): void {
  if (seen !== undefined && seen !== identityOf(node)) throw error('changed', location);
}

async function* pour(bytes: Buffer, check: () => Promise<void>): AsyncGenerator<Uint8Array> {
  const step = 64 * 1024;
  for (let at = 0; at < bytes.length; at += step) {
    await check();
    yield bytes.subarray(at, at + step);
  }
}

async function drain(location: Location, source: ContentSource, options: WriteOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.open(options.signal)) {
    options.signal?.throwIfAborted();
    chunks.push(Buffer.from(chunk));
    options.onProgress?.(chunk.length);
  }
  options.signal?.throwIfAborted();
  const content = Buffer.concat(chunks);
  if (source.size !== null && content.length !== source.size) throw error('integrity', location);
  if (source.expectedHash !== undefined && hashOf(content) !== source.expectedHash) throw error('integrity', location);
  return content;
}

function error(code: AppError['code'], location: Location): AppError {
  return new AppError(code, `${code}: ${toPlainPath(location)}`, { path: toPlainPath(location) });
}
