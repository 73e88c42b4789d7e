/** A place on this machine. `path` is absolute. */
export interface LocalLocation {
  readonly side: 'local';
  readonly path: string;
}

/**
 * A place in a cloud. `volume` is the volume's path without `~/` (`Ubuntu One`, `one/two`); null is the root, the list
 * of volumes. `path` is relative to the volume and begins with `/`; the volume's top folder is `/`.
 */
export interface CloudLocation {
  readonly side: 'cloud';
  /** Which account: the id under which the program keeps it (`embedded`, or e-mail and server). */
  readonly account: string;
  readonly volume: string | null;
  readonly path: string;
}

export type Location = LocalLocation | CloudLocation;

/** The volume every account has. */
export const DEFAULT_VOLUME = 'Ubuntu One';

export function localLocation(path: string): LocalLocation {
  return { side: 'local', path };
}

export function cloudLocation(account: string, volume: string | null, path = '/'): CloudLocation {
  return { side: 'cloud', account, volume, path };
}

/** True for the list of volumes. */
export function isCloudRoot(location: Location): boolean {
  return location.side === 'cloud' && location.volume === null;
}

/** True for a volume itself, not for what lies in it. */
export function isVolume(location: Location): boolean {
  return location.side === 'cloud' && location.volume !== null && location.path === '/';
}

/** The folder that holds this place; null at the top (`/`, or the list of volumes). */
export function parentOf(location: Location): Location | null {
  if (location.side === 'local') {
    return location.path === '/' ? null : localLocation(parentPath(location.path));
  }
  if (location.volume === null) return null;
  if (location.path === '/') return cloudLocation(location.account, null);
  return { ...location, path: parentPath(location.path) };
}

/** The place of an entry of this folder. At the cloud's root the name is a volume's. */
export function childOf(folder: Location, name: string): Location {
  if (folder.side === 'cloud' && folder.volume === null) return cloudLocation(folder.account, name);
  return { ...folder, path: folder.path === '/' ? `/${name}` : `${folder.path}/${name}` };
}

/** The last name of the place; a volume's is the volume's own path; the tops are `/` and the empty string. */
export function nameOf(location: Location): string {
  if (location.side === 'cloud' && location.path === '/') return location.volume ?? '';
  return location.path === '/' ? '/' : location.path.slice(location.path.lastIndexOf('/') + 1);
}

export function isSameLocation(a: Location, b: Location): boolean {
  if (a.side !== b.side || a.path !== b.path) return false;
  return a.side === 'local' || (b.side === 'cloud' && a.account === b.account && a.volume === b.volume);
}

/** True when `inner` is `outer` or lies anywhere below it. */
export function isWithin(inner: Location, outer: Location): boolean {
  for (let at: Location | null = inner; at !== null; at = parentOf(at)) {
    if (isSameLocation(at, outer)) return true;
  }
  return false;
}

/** As `toPlainPath`, with `~` for the home folder of a local path: for what is read, not for what is copied. */
export function shortPath(location: Location, home: string): string {
  const path = toPlainPath(location);
  if (location.side === 'cloud') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** A place as a person writes it: a local path, or `testing/docs/a.txt` with the volume first. */
export function toPlainPath(location: Location): string {
  if (location.side === 'local') return location.path;
  if (location.volume === null) return '';
  return location.path === '/' ? location.volume : location.volume + location.path;
}

function parentPath(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

/** A folder as the dialog offers it for a target: with a slash at its end. */
export function folderText(folder: Location): string {
  const path = toPlainPath(folder);
  return path.endsWith('/') ? path : `${path}/`;
}
