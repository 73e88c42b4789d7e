import { AppError } from '../domain/app-error.ts';
import { checkName } from '../domain/check-location.ts';
import type { FileStore } from '../domain/file-store.ts';
import {
  cloudLocation,
  isCloudRoot,
  localLocation,
  nameOf,
  parentOf,
  type CloudLocation,
  type Location,
} from '../domain/location.ts';

/** Where the sources go: into a folder, a single one perhaps under another name. */
export interface Target {
  readonly folder: Location;
  readonly name?: string | undefined;
}

/**
 * Understands a typed cloud path, volume first. A volume's own name may hold `/`, so the longest volume that the text
 * begins with wins; where none fits, the first segment is the volume. Throws `invalid-name` where
 * a part is no name (`..`, empty, NUL).
 */
export function parseCloudPath(text: string, account: string, volumes: readonly string[] = []): CloudLocation {
  const path = text.replace(/^~?\/+/, '').replace(/\/+$/, '');
  if (path === '') return cloudLocation(account, null);
  for (const name of path.split('/')) checkName(name);
  const known = volumes.filter((volume) => path === volume || path.startsWith(`${volume}/`));
  const longest = known.reduce((best, volume) => (volume.length > best.length ? volume : best), '');
  const volume = longest === '' ? (path.split('/', 1)[0] ?? path) : longest;
  return cloudLocation(account, volume, path.slice(volume.length) || '/');
}

/** Understands a typed local path: absolute, `~`, or relative to `base`. Its `.` and `..` are resolved. */
export function parseLocalPath(text: string, base: string, home: string): Location {
  const wide = text === '~' || text.startsWith('~/') ? home + text.slice(1) : text;
  const absolute = wide.startsWith('/') ? wide : `${base}/${wide}`;
  if (absolute.includes('\0')) throw new AppError('invalid-name', 'a path cannot hold a NUL character');
  const segments: string[] = [];
  for (const segment of absolute.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return localLocation(`/${segments.join('/')}`);
}

/**
 * The folder and name that a typed target means, as mv and mc read it: a folder that is there, or a text that ends in
 * `/`, takes the sources in; any other is the new name of a single source.
 */
export async function resolveTarget(
  typed: { readonly location: Location; readonly isFolder: boolean; readonly sourceCount: number },
  store: FileStore,
): Promise<Target> {
  const { location, isFolder, sourceCount } = typed;
  const parent = parentOf(location);
  if (isFolder || parent === null || isCloudRoot(parent)) return { folder: location };
  const kind = await kindAt(location, store);
  if (kind === 'folder' || sourceCount > 1) {
    if (kind === 'file')
      throw new AppError('not-a-folder', `${nameOf(location)} is a file, several things cannot go into it`);
    return { folder: location };
  }
  return { folder: parent, name: nameOf(location) };
}

async function kindAt(location: Location, store: FileStore): Promise<'file' | 'folder' | null> {
  try {
    const entry = await store.stat(location);
    return entry.kind === 'folder' || entry.kind === 'volume' || entry.leadsToFolder === true ? 'folder' : 'file';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not-found') return null;
    throw error;
  }
}
