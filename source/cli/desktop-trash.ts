import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProgramPaths } from '../services/paths.ts';
import type { LocalStoreOptions } from '../services/local-store.ts';

/**
 * The options of the local store on this machine. Deletes go to the desktop's trash only where a desktop has made one: on
 * a server nobody would ever empty it.
 */
export function localStoreOptions(paths: ProgramPaths): LocalStoreOptions {
  const dataHome = dirname(paths.data);
  const userId = process.getuid?.();
  if (userId === undefined || !existsSync(join(dataHome, 'Trash'))) return {};
  return { trash: { dataHome, userId, now: Date.now } };
}
