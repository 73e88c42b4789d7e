import { AppError, isAppError } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { SeenOptions } from '../../domain/file-store.ts';
import { isWithin } from '../../domain/location.ts';
import type { Node } from '../../protocol/resources.ts';
import { isPassing } from '../retry.ts';
import { checkSeen, nodeEntry } from './entries.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { FilesApi } from './files-api.ts';
import { wirePath } from './places.ts';
import type { VolumePlace } from './places.ts';
import { findNode } from './find-node.ts';

export interface Move {
  readonly api: FilesApi;
  readonly from: VolumePlace;
  readonly to: VolumePlace;
  readonly options: SeenOptions & { readonly replace?: boolean };
}

/**
 * Moves or renames within a volume. The cloud itself would delete what stands at the target with all below it (protocol
 * §6 #18), so it is looked at first.
 */
export async function moveNode({ api, from, to, options }: Move): Promise<Entry> {
  const { seen, replace, signal } = options;
  const path = wirePath(from);
  if (from.volume !== to.volume) throw new AppError('unsupported', 'The cloud moves nothing across volumes', { path });
  const node = await api.node(path, { signal });
  checkSeen(nodeEntry(node), seen, path);
  if (from.path === to.path) return nodeEntry(node);
  if (isWithin(to, from)) throw new AppError('permission-denied', 'A folder cannot go into itself', { path });
  const standing = await findNode(api, wirePath(to), signal);
  if (standing !== null && (standing.kind === 'directory' || replace !== true)) {
    throw new AppError('name-taken', 'Something of that name is there already', { path: wirePath(to) });
  }
  return nodeEntry(await moveOnce(api, { node, from, to, signal }));
}

interface OneMove {
  readonly node: Node;
  readonly from: VolumePlace;
  readonly to: VolumePlace;
  readonly signal: AbortSignal | undefined;
}

/** A move is asked for once only; when the answer is lost, a look at the target tells whether it was done. */
async function moveOnce(api: FilesApi, { node, from, to, signal }: OneMove): Promise<Node> {
  try {
    return await api.moveNode(wirePath(from), to.path, { signal });
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (isPassing(error)) {
      const there = await findNode(api, wirePath(to), signal);
      if (there?.key === node.key) return there;
    }
    const folder = to.path.slice(0, to.path.lastIndexOf('/')) || '/';
    throw await explainRefusal(error, { api, path: wirePath({ ...to, path: folder }), wanted: 'directory', signal });
  }
}
