import { AppError } from '../domain/app-error.ts';
import type { FileStore } from '../domain/file-store.ts';
import { toPlainPath, type Location } from '../domain/location.ts';

/**
 * Removes the source folder of a move once all of it has arrived. Only an empty one goes: what somebody put there
 * meanwhile has arrived nowhere.
 * @throws AppError `changed` when there is something in it
 */
export async function leaveFolder(
  store: FileStore,
  folder: Location,
  seen: string,
  signal: AbortSignal,
): Promise<void> {
  if (store.removeEmptyFolder !== undefined) return store.removeEmptyFolder(folder, { signal });
  for await (const batch of store.list(folder, { signal })) {
    if (batch.length === 0) continue;
    throw new AppError('changed', 'The folder got something new meanwhile', { path: toPlainPath(folder) });
  }
  return store.remove(folder, { seen, signal });
}
