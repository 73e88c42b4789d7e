import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo, ListenOptions, Server } from 'node:net';
import { dirname } from 'node:path';
import { inWords } from './listen-error.ts';
import { makePrivateFolder } from './private-folder.ts';

/** Where a server listens. Port 0 picks a free one. */
export type Listen = { readonly host: string; readonly port: number } | { readonly socketPath: string };

export interface Listening {
  readonly scheme: 'http' | 'https';
  /** True where other threads of this program listen at the same port, and the system gives each its share. */
  readonly isShared?: boolean;
}

/** Listens, and answers the address as a client writes it. Rejects with `usage` when it can not be had. */
export async function startListening(
  server: Server,
  listen: Listen,
  { scheme, isShared = false }: Listening,
): Promise<string> {
  try {
    if ('socketPath' in listen) return await listenOnSocket(server, listen.socketPath);
    await listenOn(server, isShared ? { ...listen, reusePort: true } : listen);
  } catch (error) {
    throw inWords(listen, error);
  }
  const { address, port, family } = server.address() as AddressInfo;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** A socket that a killed program left behind is taken away; one that answers is somebody's. */
async function listenOnSocket(server: Server, path: string): Promise<string> {
  await makePrivateFolder(dirname(path));
  if (!(await isAnswering(path))) await rm(path, { force: true });
  await listenOn(server, { path });
  await chmod(path, 0o600);
  return path;
}

/** Rejects with `usage` when nobody could listen there now. Port 0 is always fine. */
export async function checkListening(listen: Listen): Promise<void> {
  const probe = createServer();
  await startListening(probe, listen, { scheme: 'http' });
  const closed = once(probe, 'close');
  probe.close();
  await closed;
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
