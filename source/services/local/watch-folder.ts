import { watch } from 'node:fs';
import { toDiskPath } from './disk-path.ts';

/**
 * Calls back whenever the system tells of a change in this folder, until the answered function is called. It does not keep
 * the program alive. Where the system has no watch left to give (inotify's limit), or none for this disk, it tells nothing.
 */
export function watchFolder(path: string, onChange: () => void): () => void {
  try {
    const watcher = watch(toDiskPath(path), { persistent: false });
    watcher.on('change', onChange);
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}
