import type { Entry } from '../../domain/entry.ts';
import type { CallOptions } from '../../domain/file-store.ts';
import type { CloudLocation } from '../../domain/location.ts';
import { nodeEntry, rootEntry, volumeEntry } from './entries.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { FilesApi } from './files-api.ts';
import { wirePath } from './places.ts';

/** How many rows go out at once. */
const BATCH = 1000;

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
  const path = wirePath({ ...place, volume });
  const refusal = { api, path, wanted: 'directory', signal: options.signal } as const;
  const { children } = await api.listing(path, options).catch(async (error: unknown) => {
    throw await explainRefusal(error, refusal);
  });
  for (let at = 0; at < children.length; at += BATCH) {
    options.signal?.throwIfAborted();
    yield children.slice(at, at + BATCH).map(nodeEntry);
  }
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
