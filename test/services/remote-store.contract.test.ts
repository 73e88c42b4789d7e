import { afterAll, beforeAll } from 'vitest';
import { childOf, cloudLocation } from '../../source/domain/location.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { describeFileStore } from '../contracts/file-store.ts';
import { startOwnServer } from './own-server.ts';
import type { OwnServer } from './own-server.ts';

let own: OwnServer;
let count = 0;

beforeAll(async () => {
  own = await startOwnServer();
});

afterAll(async () => own.close());

describeFileStore('the remote store over our own server', async () => {
  const store = createRemoteStore(own.client());
  count += 1;
  const volume = cloudLocation('test', `one/volume ${count}`);
  await store.makeFolder(volume);
  const folder = childOf(volume, 'play');
  await store.makeFolder(folder);
  return { store, folder, rawNames: null, close: async () => store.remove(volume) };
});
