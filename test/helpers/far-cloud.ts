import { onTestFinished } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import type { FileStore } from '../../source/domain/file-store.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { startOwnServer, type OwnServer } from '../services/own-server.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

/** A server behind a line that can be made bad, for the built program. */
export interface FarCloud {
  readonly proxy: FaultProxy;
  readonly server: OwnServer;
  /** The same cloud without that line, to see what is so; it has a volume `testing`. */
  readonly direct: FileStore;
  /** Signs the program in to it. */
  readonly env: NodeJS.ProcessEnv;
}

/** It ends with the test. */
export async function farCloud(): Promise<FarCloud> {
  const server = await startOwnServer();
  const { hostname, port } = new URL(server.url);
  const proxy = await startFaultProxy({ host: hostname, port: Number(port) });
  onTestFinished(async () => {
    await proxy.close();
    await server.close();
  });
  const direct = createRemoteStore(server.client());
  await direct.makeFolder(cloudLocation('me', 'testing'));
  const { consumerKey, consumerSecret, token, tokenSecret } = server.credentials;
  const env = {
    U1FILE_SERVER: proxy.url,
    U1FILE_TOKEN: [consumerKey, consumerSecret, token, tokenSecret].join(':'),
  };
  return { proxy, server, direct, env };
}
