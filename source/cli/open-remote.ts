import type { FileStore } from '../domain/file-store.ts';
import { createHttpClient, type HttpClientOptions } from '../services/http-client.ts';
import { createRemoteStore } from '../services/remote-store.ts';

/** The store of a server and the end of its connections. A file of its own, since the HTTP client takes long to load. */
export function openRemote(options: HttpClientOptions): {
  readonly store: FileStore;
  readonly close: () => Promise<void>;
} {
  const client = createHttpClient(options);
  return { store: createRemoteStore(client), close: async () => client.close() };
}
