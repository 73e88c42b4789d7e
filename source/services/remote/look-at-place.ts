import type { Entry } from '../../domain/entry.ts';
import type { CallOptions } from '../../domain/file-store.ts';
import type { CloudLocation } from '../../domain/location.ts';
import { nodeEntry, rootEntry, volumeEntry } from './entries.ts';
import type { FilesApi } from './files-api.ts';
import { listChildren } from './list-children.ts';
import { wirePath } from './places.ts';

/** The rows of a folder, of a volume's top folder, or the volumes. */
export async function* listFolder(
  api: FilesApi,
  { volume, ...place }: CloudLocation,
  options: CallOptions = {},
): AsyncGenerator<readonly Entry[], void, undefined> {
  if (volume === null) {
    yield (await api.volumes(options)).map(volumeEntry);
    return;
  }
  yield* listChildren(api, wirePath({ ...place, volume }), options);
}

/** One row: a node, a volume, or the list of volumes, for which the account itself is asked. */
export async function statPlace(
  api: FilesApi,
  { volume, ...place }: CloudLocation,
  options: CallOptions = {},
): Promise<Entry> {
  if (volume === null) {
    await api.user(options);
    return rootEntry();
  }
  if (place.path === '/') return volumeEntry(await api.volume(volume, options));
  return nodeEntry(await api.node(wirePath({ ...place, volume }), options));
}
