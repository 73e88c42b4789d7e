import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Entry } from '../../domain/entry.ts';
import type { CallOptions, FileStore } from '../../domain/file-store.ts';
import { cloudLocation, localLocation, type Location } from '../../domain/location.ts';
import { safeText } from '../../domain/safe-text.ts';
import { parseCloudPath } from '../../commands/target.ts';
import type { Cloud } from '../cli.ts';

/** Paths of this machine that begin with what is typed, folders with a slash at their end. */
export async function localPaths(store: FileStore, typed: string, options: CallOptions): Promise<readonly string[]> {
  const { folder, name } = splitPath(typed);
  const place = localLocation(resolve(folder.replace(/^~(?=\/)/, homedir())));
  return (await namesIn(store, place, { name, ...options })).map((found) => folder + found);
}

/** Paths of the cloud that begin with what is typed, volume first; a `cloud:` in front of it stays there. */
export async function cloudPaths(cloud: Cloud, typed: string, options: CallOptions): Promise<readonly string[]> {
  const mark = /^cloud:/.exec(typed)?.[0] ?? '';
  const { folder, name } = splitPath(typed.slice(mark.length));
  const place = folder === '' ? cloudLocation(cloud.accountId, null) : parseCloudPath(folder, cloud.accountId);
  return (await namesIn(cloud.store, place, { name, ...options })).map((found) => mark + folder + found);
}

/** Volumes whose name begins with what is typed. */
export async function volumeNames(cloud: Cloud, typed: string, options: CallOptions): Promise<readonly string[]> {
  const volumes = await namesIn(cloud.store, cloudLocation(cloud.accountId, null), { name: typed, ...options });
  return volumes.map((name) => name.slice(0, -1));
}

function splitPath(typed: string): { readonly folder: string; readonly name: string } {
  const end = typed.lastIndexOf('/') + 1;
  return { folder: typed.slice(0, end), name: typed.slice(end) };
}

async function namesIn(
  store: FileStore,
  folder: Location,
  { name, ...options }: CallOptions & { readonly name: string },
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const batch of store.list(folder, options)) {
    for (const entry of batch) if (isOffered(entry, name)) names.push(isFolder(entry) ? `${entry.name}/` : entry.name);
  }
  return names.sort();
}

/** Hidden entries once their dot is typed; never what would reach the terminal as a control character, or is more than a line. */
function isOffered({ name }: Entry, typed: string): boolean {
  return name.startsWith(typed) && (typed !== '' || !name.startsWith('.')) && safeText(name) === name;
}

function isFolder({ kind }: Entry): boolean {
  return kind === 'folder' || kind === 'volume';
}
