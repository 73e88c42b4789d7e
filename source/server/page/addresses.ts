import { encodePath } from '../../protocol/path-codec.ts';

export const HOME = '/files/';
export const ACCOUNT_ADDRESS = `${HOME}account`;

/** What can be done with a place: the first part of its address. */
export type PlaceAct = 'content' | 'upload' | 'new-folder' | 'publish' | 'stop-publishing' | 'delete';

/** The address of a folder's or a file's own page; `path` begins with its volume. */
export function placeAddress(path: string): string {
  return `${HOME}~/${encodePath(path)}`;
}

/** The address that does something with a place. */
export function actAddress(act: PlaceAct, path: string): string {
  return `${HOME}${act}/~/${encodePath(path)}`;
}

/** The path of the folder around, with its volume; `volume` may hold slashes of its own. */
export function folderAround(volume: string, path: string): string {
  const cut = path.lastIndexOf('/');
  return volume + path.slice(0, Math.max(0, cut));
}

/** A place below a volume as one path; `path` is `/` for the volume's top. */
export function joinPlace(volume: string, path: string): string {
  return path === '/' ? volume : volume + path;
}
