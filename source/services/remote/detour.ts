import { AppError } from '../../domain/app-error.ts';
import type { CallOptions } from '../../domain/file-store.ts';
import type { Node } from '../../protocol/resources.ts';
import type { FilesApi } from './files-api.ts';
import { wirePath } from './places.ts';
import type { VolumePlace } from './places.ts';

export interface Made {
  readonly api: FilesApi;
  /** Where something was to be made. */
  readonly place: VolumePlace;
  /** What the cloud says it made. */
  readonly node: Node;
  readonly options: CallOptions;
}

/**
 * Where a file stands in the way of a folder, the cloud makes a folder of a free name beside it and goes on in there
 * (protocol §2.4). Nobody asked for that: it is removed again, and the call is `not-a-folder`.
 */
export async function undoDetour({ api, place, node, options }: Made): Promise<void> {
  if (node.path === place.path) return;
  const wanted = place.path.split('/');
  const made = node.path.split('/');
  const at = made.findIndex((name, index) => name !== wanted[index]);
  // Only a free name was taken, so all below it is of this call.
  const detour = made.slice(0, at + 1).join('/');
  if (at > 0 && made.length === wanted.length) await api.removeNode(wirePath({ ...place, path: detour }), options);
  const blocking = wirePath({ ...place, path: wanted.slice(0, at + 1).join('/') });
  throw new AppError('not-a-folder', 'A file stands where a folder is needed', { path: blocking });
}
