import { AppError } from '../domain/app-error.ts';
import type { CallOptions } from '../domain/file-store.ts';
import {
  cloudLocation,
  DEFAULT_VOLUME,
  isCloudRoot,
  parentOf,
  type CloudLocation,
  type Location,
} from '../domain/location.ts';
import { parseCloudPath } from '../commands/target.ts';
import type { Cloud } from './cli.ts';

/** A typed remote path, volume first; nothing typed is the default volume. */
export function remotePath(text: string | undefined, cloud: Cloud): CloudLocation {
  return text === undefined ? cloudLocation(cloud.accountId, DEFAULT_VOLUME) : parseCloudPath(text, cloud.accountId);
}

/** As `remotePath`, for acts on files and folders; rejects the list of volumes itself. */
export function remoteFile(text: string, cloud: Cloud): CloudLocation {
  const location = remotePath(text, cloud);
  if (isCloudRoot(location)) {
    throw new AppError('usage', 'an empty path names nothing', { hint: 'write the volume first: testing/u1file.py' });
  }
  return location;
}

/**
 * As `remoteFile`, with the volume told apart from the folders in it: volumes' names may hold slashes, so where the
 * text could be read in two ways the server's volumes are asked for.
 */
export async function remotePathInVolume(text: string, cloud: Cloud, options: CallOptions): Promise<CloudLocation> {
  const volumes = (await volumeEntries(cloud, options)).map(({ name }) => name);
  return parseCloudPath(text, cloud.accountId, volumes);
}

/** The volumes of the cloud, as the server orders them. */
export async function volumeEntries(cloud: Cloud, options: CallOptions) {
  const volumes = [];
  for await (const batch of cloud.store.list(cloudLocation(cloud.accountId, null), options)) volumes.push(...batch);
  return volumes;
}

/** The place itself, unless it is a whole volume: that is refused as `usage`. */
export function notVolume(location: CloudLocation): CloudLocation {
  if (!isWholeVolume(location)) return location;
  throw new AppError('usage', `${location.volume ?? ''} is a volume`, {
    hint: 'volumes are made by create-volume and deleted by delete-volume',
  });
}

/** True for a place whose parent is the list of volumes: an act on it is an act on a whole volume. */
export function isWholeVolume(location: Location): boolean {
  const parent = parentOf(location);
  return parent !== null && isCloudRoot(parent);
}
