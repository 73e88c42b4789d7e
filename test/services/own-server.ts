import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '../../source/services/http-client.ts';
import type { HttpClientOptions } from '../../source/services/http-client.ts';
import type { HttpClient } from '../../source/services/http/client.ts';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { ensureEmbeddedAccount } from '../../source/server/embedded-account.ts';
import { startServer } from '../../source/server/serve.ts';
import type { RunningServer } from '../../source/server/serve.ts';

/** Requests are not told, troubles are. */
const QUIET = { info: () => {}, warn: console.warn, error: console.error };

/** The project's own server on loopback over a fresh data folder, with one account. */
export interface OwnServer {
  readonly url: string;
  readonly server: RunningServer;
  readonly credentials: Credentials;
  /** A client that is signed in, closed with the server. */
  client(options?: Partial<HttpClientOptions>): HttpClient;
  close(): Promise<void>;
}

export async function startOwnServer(): Promise<OwnServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'u1-server-'));
  const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, log: QUIET });
  const account = await ensureEmbeddedAccount(dataDir, server.data.metadata);
  const clients: HttpClient[] = [];
  const credentials: Credentials = {
    consumerKey: account.consumer_key,
    consumerSecret: account.consumer_secret,
    token: account.token,
    tokenSecret: account.token_secret,
  };
  return {
    url: server.address,
    server,
    credentials,
    client(options = {}) {
      const client = createHttpClient({
        bases: { api: server.address, content: server.address, sso: server.address },
        credentials,
        ...options,
      });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await server.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
