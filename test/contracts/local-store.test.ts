import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localLocation } from '../../source/domain/location.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { describeFileStore } from './file-store.ts';

describeFileStore('the local store', async () => {
  const path = await mkdtemp(join(tmpdir(), 'u1-local-'));
  return {
    store: createLocalStore(),
    folder: localLocation(path),
    rawNames: async () => (await readdir(path)).sort(),
    close: async () => rm(path, { recursive: true }),
  };
});
