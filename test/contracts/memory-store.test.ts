import { localLocation } from '../../source/domain/location.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { describeFileStore } from './file-store.ts';

describeFileStore('the memory store', async () => {
  const store = createMemoryStore();
  const folder = localLocation('/play');
  await store.makeFolder(folder);
  return { store, folder, rawNames: null, close: async () => undefined };
});
