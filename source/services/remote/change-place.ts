import { AppError } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { CallOptions, SeenOptions } from '../../domain/file-store.ts';
import type { CloudLocation } from '../../domain/location.ts';
import { undoDetour } from './detour.ts';
import { checkSeen, nodeEntry, rootEntry, volumeEntry } from './entries.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { FilesApi } from './files-api.ts';
import { statPlace } from './look-at-place.ts';
import { wirePath } from './places.ts';
import type { VolumePlace } from './places.ts';

/** Makes a volume, or a folder with the missing ones above it; the cloud takes what is there for made (protocol §2.9). */
export async function makeFolder(
  api: FilesApi,
  { volume, ...rest }: CloudLocation,
  options: CallOptions = {},
): Promise<Entry> {
  if (volume === null) return rootEntry();
  if (rest.path === '/') return volumeEntry(await api.makeVolume(volume, options));
  const place = { ...rest, volume };
  const node = await api.putNode(wirePath(place), { kind: 'directory' }, options);
  await undoDetour({ api, place, node, options });
  if (node.kind === 'directory') return nodeEntry(node);
  throw new AppError('not-a-folder', 'A file of that name is there', { path: wirePath(place) });
}

/** Removes a node with all below it, or a volume; what was seen is looked at again first. */
export async function removePlace(api: FilesApi, place: VolumePlace, options: SeenOptions = {}): Promise<void> {
  const { seen, signal } = options;
  const path = wirePath(place);
  if (seen !== undefined) checkSeen(await statPlace(api, place, { signal }), seen, path);
  if (place.path === '/') await api.removeVolume(place.volume, { signal });
  else await api.removeNode(path, { signal });
}

/** Publishes a file, or stops that; the answer has the address. */
export async function publishFile(
  api: FilesApi,
  place: VolumePlace,
  { isPublic, signal }: CallOptions & { readonly isPublic: boolean },
): Promise<Entry> {
  const path = wirePath(place);
  try {
    return nodeEntry(await api.putNode(path, { is_public: isPublic }, { signal }));
  } catch (error) {
    throw await explainRefusal(error, { api, path, wanted: 'file', signal });
  }
}
