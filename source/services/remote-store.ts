import type { FileStore } from '../domain/file-store.ts';
import type { HttpClient } from './http/client.ts';
import { copyFile } from './remote/copy-file.ts';
import { makeFolder, publishFile, removePlace } from './remote/change-place.ts';
import { explainFull } from './remote/explain-full.ts';
import { factsOf } from './remote/facts.ts';
import { createContentTypes } from './remote/content-types.ts';
import { createFilesApi } from './remote/files-api.ts';
import { listFolder, statPlace } from './remote/look-at-place.ts';
import { moveNode } from './remote/move-node.ts';
import { createOneAtATime } from './remote/one-at-a-time.ts';
import { cloudPlace, filePlace, movablePlace, volumePlace, wirePath } from './remote/places.ts';
import { REMOTE_POWERS } from './remote/powers.ts';
import { publicFiles } from './remote/public-files.ts';
import { readFile } from './remote/read-file.ts';
import { writeFile } from './remote/write-file.ts';

/** The cloud behind a client as a {@link FileStore}: volumes at the root, folders and files below them. */
export function createRemoteStore(client: HttpClient): FileStore {
  const api = createFilesApi(client);
  const writers = createOneAtATime();
  const contentTypeOf = createContentTypes();
  return {
    powers: REMOTE_POWERS,
    async *list(folder, options) {
      yield* listFolder(api, cloudPlace(folder), options);
    },
    stat: async (location, options) => statPlace(api, cloudPlace(location), options),
    read: async (file, options) => readFile({ api, place: filePlace(file), options: options ?? {} }),
    write: async (file, source, options) => {
      const place = filePlace(file);
      try {
        return await writers.run(
          wirePath(place),
          async () => writeFile({ api, place, source, options, contentTypeOf }),
          options.signal,
        );
      } catch (error) {
        throw await explainFull(error, api, options.signal);
      }
    },
    makeFolder: async (folder, options) => makeFolder(api, cloudPlace(folder), options),
    move: async (from, to, options) => {
      const places = { from: movablePlace(from), to: movablePlace(to) };
      return writers.run(
        wirePath(places.to),
        async () => moveNode({ api, ...places, options: options ?? {} }),
        options?.signal,
      );
    },
    remove: async (location, options) => removePlace(api, volumePlace(location), options),
    copy: async (from, to, options) => {
      const places = { from: filePlace(from), to: filePlace(to) };
      return writers.run(wirePath(places.to), async () => copyFile({ api, ...places, options }), options.signal);
    },
    publish: async (file, isPublic, options) => publishFile(api, filePlace(file), { isPublic, ...options }),
    publicFiles: async (root, options) => publicFiles(api, cloudPlace(root), options),
    facts: async (location, options) => factsOf(api, cloudPlace(location), options),
    quota: async (options) => api.quota(options),
  };
}
