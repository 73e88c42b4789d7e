import { chmod, mkdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, ListenOptions } from 'node:net';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { openDataDirectory } from './data-directory.ts';
import type { DataDirectory } from './data-directory.ts';
import { createHttpServer } from './http/server.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { defaultSettings } from './settings.ts';
import type { ServerSettings } from './settings.ts';
import { createPasswords } from './sso/passwords.ts';

/** Where a server listens. Port 0 picks a free one. */
export type Listen = { readonly host: string; readonly port: number } | { readonly socketPath: string };

export interface ServeOptions {
  readonly dataDir: string;
  readonly listen: Listen;
  readonly settings?: Partial<ServerSettings>;
  readonly log?: Log;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface RunningServer {
  /** `http://HOST:PORT`, or the path of the socket. */
  readonly address: string;
  /** The same data, for what goes on beside the requests. */
  readonly data: DataDirectory;
  /** Takes no more requests, finishes what runs and lets go of the data. */
  close(): Promise<void>;
}

/** Starts a server on a data folder; resolves when it listens. Rejects with `usage` when the address is taken. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { dataDir, listen, settings = {}, log = createLog(), now = Date.now } = options;
  const data = await openDataDirectory(dataDir, now);
  const { metadata, blobs } = data;
  const context = {
    metadata,
    blobs,
    passwords: createPasswords(),
    settings: { ...defaultSettings, ...settings },
    log,
    now,
  };
  try {
    const app = createHttpServer(context, null);
    const address = await startListening(app, listen);
    return {
      address,
      data,
      close: async () => {
        await app.close();
        await data.close();
      },
    };
  } catch (error) {
    await data.close();
    throw error;
  }
}

async function startListening(app: FastifyInstance, listen: Listen): Promise<string> {
  await app.ready();
  try {
    if ('socketPath' in listen) return await listenOnSocket(app.server, listen.socketPath);
    await listenOn(app.server, listen);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code))
      throw new AppError('usage', `Can not listen there: ${code}.`, { cause: error });
    throw error;
  }
  const { address, port, family } = app.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** A socket that a killed program left behind is taken away; one that answers is somebody's. */
async function listenOnSocket(server: Server, path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (!(await isAnswering(path))) await rm(path, { force: true });
  await listenOn(server, { path });
  await chmod(path, 0o600);
  return path;
}

async function listenOn(server: Server, options: ListenOptions): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(options);
  await listening;
}

async function isAnswering(path: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
