import { AppError, isAppError } from '../domain/app-error.ts';
import type { FileStore } from '../domain/file-store.ts';
import { isCloudRoot, isVolume, toPlainPath, type Location } from '../domain/location.ts';
import type { JobSpec } from '../domain/transfer.ts';
import type { Standing, TargetFolder } from './work.ts';

/** Makes a folder of which it is known what stands in it: nothing, unless the caller says so afterwards. */
export async function makeTarget(store: FileStore, folder: Location, signal: AbortSignal): Promise<TargetFolder> {
  if (isCloudRoot(folder)) return { standing: new Map(), isComplete: true, identity: null };
  const { identity } = await store.makeFolder(folder, { signal });
  return { standing: new Map(), isComplete: true, identity, wasMade: true };
}

/** Sources from which the target folder is worth a listing. */
const MANY_SOURCES = 8;

/**
 * Makes sure of the folder that a job's sources go into. For a few sources it is not worth a listing: their names show
 * as taken when they are. A volume is never made by the way: its name may be a slip.
 */
export async function openTarget(store: FileStore, spec: JobSpec, signal: AbortSignal): Promise<TargetFolder> {
  const { target, sources } = spec;
  if (target === null) return { standing: new Map(), isComplete: false, identity: null };
  const isMany = sources.filter(({ to }) => to === undefined).length >= MANY_SOURCES;
  if (isVolume(target)) return openVolume(store, target, isMany, signal);
  if (isMany) return listOrMake(store, target, signal);
  if (isCloudRoot(target)) return { standing: new Map(), isComplete: false, identity: null };
  const { identity } = await store.makeFolder(target, { signal });
  return { standing: new Map(), isComplete: false, identity };
}

/** What stands in a folder; makes it where there is none. */
export async function listOrMake(store: FileStore, folder: Location, signal: AbortSignal): Promise<TargetFolder> {
  try {
    return await listThere(store, folder, signal);
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return makeTarget(store, folder, signal);
    throw error;
  }
}

async function openVolume(
  store: FileStore,
  volume: Location,
  isMany: boolean,
  signal: AbortSignal,
): Promise<TargetFolder> {
  try {
    if (isMany) return await listThere(store, volume, signal);
    const { identity } = await store.stat(volume, { signal });
    return { standing: new Map(), isComplete: false, identity };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-found') throw error;
    const details = {
      path: toPlainPath(volume),
      hint: 'F7 in the list of volumes makes one, or "u1file create-volume"',
    };
    throw new AppError('not-found', 'There is no volume of that name', { ...details, cause: error });
  }
}

async function listThere(store: FileStore, folder: Location, signal: AbortSignal): Promise<TargetFolder> {
  const standing: Standing = new Map();
  for await (const batch of store.list(folder, { signal })) {
    for (const entry of batch) standing.set(entry.name, entry);
  }
  const identity = isCloudRoot(folder) ? null : (await store.stat(folder, { signal })).identity;
  return { standing, isComplete: true, identity };
}
