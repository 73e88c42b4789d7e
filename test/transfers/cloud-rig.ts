import { mkdtemp, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStore } from '../../source/domain/file-store.ts';
import { cloudLocation, localLocation, type Location } from '../../source/domain/location.ts';
import type { RequestRecord } from '../../source/domain/request-record.ts';
import type { HttpClientOptions } from '../../source/services/http-client.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { createTransferEngine, type JobEngine, type TransferEngineOptions } from '../../source/transfers/engine.ts';
import { startFaultProxy, type FaultProxy } from '../helpers/fault-proxy.ts';
import { startOwnServer, type OwnServer } from '../services/own-server.ts';

/** A real folder on one side, a real server behind a line that can be made bad on the other. */
export interface CloudRig {
  readonly root: string;
  readonly local: Location;
  readonly cloud: Location;
  readonly here: FileStore;
  /** The cloud over the line. */
  readonly there: FileStore;
  /** The same cloud over a good line, to see what is so. */
  readonly direct: FileStore;
  readonly proxy: FaultProxy;
  readonly server: OwnServer;
  readonly engine: JobEngine;
  readonly storeFor: (location: Location) => FileStore;
  /** Requests over the line that ended, as `METHOD path status`. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

export interface CloudRigOptions {
  readonly engine?: Partial<TransferEngineOptions>;
  readonly client?: Partial<HttpClientOptions>;
}

export async function makeCloudRig(options: CloudRigOptions = {}): Promise<CloudRig> {
  const root = await mkdtemp(join(tmpdir(), 'u1-cloud-'));
  await mkdir(`${root}/local`);
  const server = await startOwnServer();
  const { hostname, port } = new URL(server.url);
  const proxy = await startFaultProxy({ host: hostname, port: Number(port) });
  const requests: string[] = [];
  const observe = ({ method, path, status, outcome }: RequestRecord): void => {
    if (outcome === 'ok' || outcome === 'failed') requests.push(`${method} ${path} ${status}`);
  };
  const bases = { api: proxy.url, content: proxy.url, sso: proxy.url };
  const there = createRemoteStore(server.client({ bases, observe, ...options.client }));
  const direct = createRemoteStore(server.client());
  const here = createLocalStore();
  const cloud = cloudLocation('me', 'testing');
  await direct.makeFolder(cloud);
  const storeFor = (location: Location): FileStore => (location.side === 'local' ? here : there);
  return {
    root,
    local: localLocation(`${root}/local`),
    cloud,
    here,
    there,
    direct,
    proxy,
    server,
    engine: createTransferEngine({ storeFor, retryDelay: () => 5, ...options.engine }),
    storeFor,
    requests,
    close: async () => {
      await proxy.close();
      await server.close();
      await rm(root, { recursive: true });
    },
  };
}

/** Every name below a local folder, partial files too. */
export async function namesBelow(path: string): Promise<string[]> {
  return (await readdir(path, { recursive: true })).sort();
}

/** Bytes that look random and are the same for the same seed. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
