import type { CallOptions } from '../../domain/file-store.ts';
import { cloudLocation, type CloudLocation } from '../../domain/location.ts';
import type { PublicFile } from '../../domain/public-file.ts';
import { nodeEntry } from './entries.ts';
import type { FilesApi } from './files-api.ts';

/** Everything of the account that anyone can read, in all volumes, by place. */
export async function publicFiles(
  api: FilesApi,
  { account }: CloudLocation,
  options: CallOptions = {},
): Promise<readonly PublicFile[]> {
  const nodes = await api.publicFiles(options);
  const files = nodes.map((node): PublicFile => {
    const volume = node.volume_path.replace(/^(?:\/volumes\/)?~\//, '');
    return { location: cloudLocation(account, volume, node.path), entry: nodeEntry(node) };
  });
  return files.filter(({ entry }) => entry.publicUrl !== null).sort(byPlace);
}

function byPlace(a: PublicFile, b: PublicFile): number {
  return placeOf(a) < placeOf(b) ? -1 : 1;
}

function placeOf({ location }: PublicFile): string {
  return location.side === 'cloud' ? `${location.volume ?? ''}${location.path}` : location.path;
}
