import { randomBytes } from 'node:crypto';
import { AppError, isAppError } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { WriteOptions } from '../../domain/file-store.ts';
import type { FileNode } from '../../protocol/resources.ts';
import { undoDetour } from './detour.ts';
import { checkSeen, nodeEntry } from './entries.ts';
import type { FilesApi } from './files-api.ts';
import { wirePath } from './places.ts';
import type { VolumePlace } from './places.ts';
import { findNode } from './find-node.ts';

export interface Copy {
  readonly api: FilesApi;
  readonly from: VolumePlace;
  readonly to: VolumePlace;
  readonly options: WriteOptions;
}

/**
 * Copies a file without its bytes: a new file may be made of any content the account owns by its hash alone (protocol
 * §2.4, magic upload). Over a file that is there it is made beside it and moved into place, since an existing file takes
 * a content only with the magic hash, which the wire never tells.
 */
export async function copyFile({ api, from, to, options }: Copy): Promise<Entry> {
  const { signal, taken } = options;
  const path = wirePath(to);
  const node = await api.node(wirePath(from), { signal });
  if (node.kind !== 'file') throw new AppError('not-a-file', 'Only files are copied', { path: wirePath(from) });
  if (node.hash === null) throw new AppError('not-found', 'The file has no content yet', { path: wirePath(from) });
  if (wirePath(from) === path) throw new AppError('permission-denied', 'A file is not copied onto itself', { path });
  const standing = await findNode(api, path, signal);
  if (standing === null && typeof taken === 'object')
    throw new AppError('changed', 'It is gone since it was seen', { path });
  if (standing !== null && taken === 'refuse')
    throw new AppError('name-taken', 'Something of that name is there already', { path });
  if (standing?.kind === 'directory') throw new AppError('not-a-file', 'A folder of that name is there', { path });
  if (standing !== null && typeof taken === 'object') checkSeen(nodeEntry(standing), taken.seen, path);
  if (node.size !== null) options.onProgress?.(node.size);
  if (standing === null) return nodeEntry(await makeFrom(node, { api, from, to, options }));
  return nodeEntry(await makeBeside(node, { api, from, to, options }));
}

async function makeFrom({ hash, size }: FileNode, { api, to, options: { signal } }: Copy): Promise<FileNode> {
  const path = wirePath(to);
  const made = await api.putNode(path, { kind: 'file', ...(hash === null ? {} : { hash }) }, { signal }).catch(refused);
  await undoDetour({ api, place: to, node: made, options: { signal } });
  if (made.kind === 'file' && made.hash === hash && made.size === size) return made;
  throw new AppError('integrity', 'The copy is not what it should be', { path });
}

async function makeBeside(node: FileNode, copy: Copy): Promise<FileNode> {
  const { api, to, options } = copy;
  const aside = {
    ...to,
    path: `${to.path.slice(0, to.path.lastIndexOf('/'))}/.u1file-${randomBytes(6).toString('hex')}`,
  };
  await makeFrom(node, { ...copy, to: aside });
  try {
    const moved = await api.moveNode(wirePath(aside), to.path, { signal: options.signal });
    if (moved.kind === 'file') return moved;
    throw new AppError('bad-answer', 'A file became a folder by moving it', { path: wirePath(to) });
  } catch (error) {
    await api.removeNode(wirePath(aside)).catch(() => {});
    throw error;
  }
}

/** A cloud that makes no file by its hash leaves the copy to the caller. */
function refused(error: unknown): never {
  if (!isAppError(error) || error.code !== 'permission-denied') throw error;
  throw new AppError('unsupported', 'The cloud does not copy by hash', { cause: error });
}
