import { AppError } from '../domain/app-error.ts';
import type { FileStore, StorePowers } from '../domain/file-store.ts';

/**
 * A store that is opened at its first use, so that the screen is painted before the cloud answers. Each call waits for
 * the opening and rejects with its error; an opening that failed is tried again by the next call.
 */
export function createDeferredStore(open: () => Promise<FileStore>, powers: StorePowers): FileStore {
  return {
    powers,
    async *list(folder, options) {
      yield* (await open()).list(folder, options);
    },
    stat: async (location, options) => (await open()).stat(location, options),
    read: async (file, options) => (await open()).read(file, options),
    write: async (file, source, options) => (await open()).write(file, source, options),
    makeFolder: async (folder, options) => (await open()).makeFolder(folder, options),
    move: async (from, to, options) => (await open()).move(from, to, options),
    remove: async (location, options) => (await open()).remove(location, options),
    async publish(file, isPublic, options) {
      const store = await open();
      if (store.publish === undefined) throw cannot();
      return store.publish(file, isPublic, options);
    },
    async quota(options) {
      const store = await open();
      if (store.quota === undefined) throw cannot();
      return store.quota(options);
    },
    async copy(from, to, options) {
      const store = await open();
      if (store.copy === undefined) throw cannot();
      return store.copy(from, to, options);
    },
  };
}

function cannot(): AppError {
  return new AppError('unsupported', 'this cloud cannot do that');
}
