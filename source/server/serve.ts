import { once } from 'node:events';
import type { Server } from 'node:http';
import { openDataDirectory } from './data-directory.ts';
import type { DataDirectory } from './data-directory.ts';
import { createHttpServer, defaultTimeouts } from './http/server.ts';
import type { Timeouts } from './http/server.ts';
import { createUserLimits } from './http/user-limits.ts';
import { startListening } from './listen.ts';
import type { Listen } from './listen.ts';
import { createLog } from './create-log.ts';
import type { Log } from './log.ts';
import type { Certificate } from './operations/certificate.ts';
import { startUpkeep } from './operations/upkeep-timer.ts';
import { registerPage } from './page/register-page.ts';
import { defaultSettings } from './settings.ts';
import type { ServerSettings } from './settings.ts';
import { createPasswords } from './sso/passwords.ts';

/** Milliseconds. */
const LONGEST_DRAIN = 30_000;

export interface ServeOptions {
  readonly dataDir: string;
  readonly listen: Listen;
  readonly settings?: Partial<ServerSettings> | undefined;
  /** A certificate, or `self` for one that is made and kept with the data. */
  readonly tls?: Certificate | 'self' | undefined;
  /** Where `/metrics` and `/healthz` are served; nowhere when absent. */
  readonly operations?: Listen | undefined;
  readonly timeouts?: Timeouts;
  readonly log?: Log;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface RunningServer {
  /** `http://HOST:PORT`, or the path of the socket. */
  readonly address: string;
  /** The same for `/metrics` and `/healthz`; null where they are not served. */
  readonly operationsAddress: string | null;
  /** SHA-256 of the certificate that was made for this data; null where there is none. */
  readonly fingerprint: string | null;
  /** The same data, for what goes on beside the requests. */
  readonly data: DataDirectory;
  /** Takes no more requests, finishes what runs and lets go of the data. */
  close(): Promise<void>;
}

/** Starts a server on a data folder; resolves when it listens. Rejects with `usage` when the address is taken. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { dataDir, log = createLog({ file: null, level: 'info' }), now = Date.now } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const data = await openDataDirectory(dataDir, now);
  try {
    const tls = options.tls === 'self' ? await loadOwnCertificate(dataDir) : (options.tls ?? null);
    const operations = options.operations === undefined ? null : await startOperations(data, options.operations);
    const context = {
      metadata: data.metadata,
      blobs: data.blobs,
      passwords: createPasswords(),
      limits: createUserLimits(settings.requestsPerUser),
      observer: operations?.observer ?? null,
      settings,
      log,
      now,
    };
    const server = await createHttpServer(context, {
      page: registerPage,
      tls,
      timeouts: options.timeouts ?? defaultTimeouts,
    });
    const address = await startListening(server, options.listen, tls === null ? 'http' : 'https');
    const stopUpkeep = startUpkeep({ data, settings, log, now });
    return {
      address,
      operationsAddress: operations?.address ?? null,
      fingerprint: tls !== null && 'fingerprint' in tls ? String(tls.fingerprint) : null,
      data,
      close: async () => {
        await Promise.all([drain(server), operations?.close(), stopUpkeep()]);
        await data.close();
      },
    };
  } catch (error) {
    await data.close();
    throw error;
  }
}

/** Lets running requests come to their end, but not for ever; connections that are kept for more are closed. */
async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => server.closeAllConnections(), LONGEST_DRAIN);
  await closed;
  clearInterval(idle);
  clearTimeout(patience);
}

async function loadOwnCertificate(dataDir: string) {
  const { fingerprintOf, ownCertificate } = await import('./operations/certificate.ts');
  const certificate = await ownCertificate(dataDir);
  return { ...certificate, fingerprint: fingerprintOf(certificate) };
}

async function startOperations(data: DataDirectory, listen: Listen) {
  const { createMetrics } = await import('./operations/metrics.ts');
  const { createOperationsServer } = await import('./operations/listener.ts');
  const metrics = createMetrics();
  const server = createOperationsServer({ data, metrics });
  const address = await startListening(server, listen, 'http');
  return { address, observer: metrics.observer, close: async () => void server.close() };
}
