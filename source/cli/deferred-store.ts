import { AppError } from '../domain/app-error.ts';
import type { FileStore } from '../domain/file-store.ts';
import { REMOTE_POWERS } from '../services/remote/powers.ts';

/**
 * A cloud's store that is opened at its first use. Each call waits for
 * the opening and rejects with its error; an opening that failed is tried again by the next call.
 */
export function createDeferredStore(open: () => Promise<FileStore>): FileStore {
  return {
    powers: REMOTE_POWERS,
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
    async publicFiles(root, options) {
      const store = await open();
      if (store.publicFiles === undefined) throw cannot();
      return store.publicFiles(root, options);
    },
    async facts(location, options) {
      const store = await open();
      if (store.facts === undefined) throw cannot();
      return store.facts(location, options);
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
