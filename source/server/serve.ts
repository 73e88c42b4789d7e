import { AppError } from '../domain/app-error.ts';
import type { Stores } from './data-directory.ts';
import { createFront, drain } from './front.ts';
import { defaultTimeouts } from './http/server.ts';
import type { Timeouts } from './http/server.ts';
import { shareLimits } from './http/share-limits.ts';
import { createUserLimits } from './http/user-limits.ts';
import { startListening } from './listen.ts';
import type { Listen } from './listen.ts';
import { createLog } from './create-log.ts';
import type { Log } from './log.ts';
import type { Certificate } from './operations/certificate.ts';
import { startUpkeep } from './operations/upkeep-timer.ts';
import { defaultSettings } from './settings.ts';
import type { ServerSettings } from './settings.ts';
import { createPasswords } from './sso/passwords.ts';
import { openStores } from './stores.ts';
import type { StoreAddress } from './stores.ts';

export interface ServeOptions extends StoreAddress {
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
  readonly data: Stores;
  /** Takes no more requests, finishes what runs and lets go of the data. */
  close(): Promise<void>;
}

/** Starts a server on its data; resolves when it listens. Rejects with `usage` when the address is taken. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { log = createLog({ file: null, level: 'info' }), now = Date.now } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const data = await openStores(options, { now: options.now });
  try {
    const tls = await loadCertificate(options.dataDir, options.tls);
    const operations = options.operations === undefined ? null : await startOperations(data, options.operations);
    const limits = createUserLimits(settings.requestsPerUser);
    const server = await createFront({
      data,
      settings,
      log,
      now,
      tls,
      timeouts: options.timeouts ?? defaultTimeouts,
      observer: operations?.observer ?? null,
      passwords: createPasswords(),
      limits,
    });
    const address = await startListening(server, options.listen, { scheme: tls === null ? 'http' : 'https' });
    const stopUpkeep = startUpkeep({ data, settings, log, now });
    // A socket is one program's own.
    const stopSharing = 'socketPath' in options.listen ? null : shareLimits(limits, data.metadata);
    return {
      address,
      operationsAddress: operations?.address ?? null,
      fingerprint: tls?.fingerprint ?? null,
      data,
      close: async () => {
        await Promise.all([drain(server), operations?.close(), stopUpkeep(), stopSharing?.()]);
        await data.close();
      },
    };
  } catch (error) {
    await data.close();
    throw error;
  }
}

/** The certificate that was given, or the data's own with its fingerprint; null for none. */
export async function loadCertificate(
  dataDir: string | undefined,
  tls: ServeOptions['tls'],
): Promise<(Certificate & { readonly fingerprint?: string }) | null> {
  if (tls !== 'self') return tls ?? null;
  if (dataDir === undefined)
    throw new AppError('usage', 'There is no folder to keep a certificate in.', { hint: 'Name one with --data' });
  const { fingerprintOf, ownCertificate } = await import('./operations/certificate.ts');
  const certificate = await ownCertificate(dataDir);
  return { ...certificate, fingerprint: fingerprintOf(certificate) };
}

async function startOperations(data: Stores, listen: Listen) {
  const { createMetrics } = await import('./operations/metrics.ts');
  const { startOperationsServer } = await import('./operations/listener.ts');
  const metrics = createMetrics();
  return { observer: metrics.observer, ...(await startOperationsServer({ data, metrics }, listen)) };
}
