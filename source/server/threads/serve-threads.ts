import { join } from 'node:path';
import { createVerifiedCells } from '../blobs/verified.ts';
import { createLog } from '../create-log.ts';
import { openDataDirectory } from '../data-directory.ts';
import { DATABASE } from '../database-file.ts';
import type { Stores } from '../data-directory.ts';
import { defaultTimeouts } from '../http/server.ts';
import { shareLimits } from '../http/share-limits.ts';
import { createUserCells, createUserLimits } from '../http/user-limits.ts';
import { checkListening } from '../listen.ts';
import type { Listen } from '../listen.ts';
import type { LogOptions } from '../log.ts';
import { startUpkeep } from '../operations/upkeep-timer.ts';
import { loadCertificate } from '../serve.ts';
import type { RunningServer, ServeOptions } from '../serve.ts';
import { defaultSettings } from '../settings.ts';
import { createGateCells } from './gate.ts';
import { keepLogShort } from './log-keeper.ts';
import type { SharedCells, ThreadData } from './protocol.ts';
import { startThread } from './start-thread.ts';
import type { FrontThread } from './start-thread.ts';
import { createTurns } from './turns.ts';

export interface ThreadsOptions extends Pick<ServeOptions, 'settings' | 'tls' | 'timeouts' | 'operations'> {
  readonly dataDir: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** How many answer requests; this one looks after the data meanwhile. */
  readonly threads: number;
  /** The file that each runs. */
  readonly threadFile: URL;
  readonly logLevel?: LogOptions['level'];
}

/** True where the system can give the connections of one port to several threads. */
export function canShare(listen: Listen): listen is ThreadsOptions['listen'] {
  return process.platform === 'linux' && 'port' in listen;
}

/** As `startServer`, with several threads that answer requests. */
export async function serveThreads(options: ThreadsOptions): Promise<RunningServer> {
  const { dataDir, logLevel = 'info' } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const cells = createCells();
  await checkListening(options.listen);
  const data = await openDataDirectory(dataDir, { turns: createTurns(cells), verified: cells.verified });
  let threads: readonly FrontThread[] = [];
  try {
    const tls = await loadCertificate(dataDir, options.tls);
    threads = await startAll(options, {
      dataDir,
      settings,
      cells,
      timeouts: options.timeouts ?? defaultTimeouts,
      tls: tls === null ? null : { cert: tls.cert, key: tls.key },
      hasMetrics: options.operations !== undefined,
      logLevel,
    });
    const operations =
      options.operations === undefined ? null : await startOperations(data, threads, options.operations);
    const log = createLog({ file: null, level: logLevel });
    const stopUpkeep = startUpkeep({ data, settings, log, now: Date.now });
    const limits = createUserLimits(settings.requestsPerUser, cells.users);
    const stopSharing = shareLimits(limits, data.metadata);
    const stopKeeping = keepLogShort({ file: join(dataDir, DATABASE), cells, log });
    const close = async (): Promise<void> => {
      await Promise.all([...threads.map((thread) => thread.close()), operations?.close(), stopUpkeep(), stopSharing()]);
      await stopKeeping();
      await data.close();
    };
    let closing: Promise<void> | null = null;
    return {
      address: threads[0]?.address ?? '',
      operationsAddress: operations?.address ?? null,
      fingerprint: tls?.fingerprint ?? null,
      data,
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.close()));
    await data.close();
    throw error;
  }
}

/** The first one finds the port where that is left to the system. */
async function startAll(
  { threads, threadFile, listen }: ThreadsOptions,
  common: Omit<ThreadData, 'listen'>,
): Promise<readonly FrontThread[]> {
  const first = await startThread(threadFile, { ...common, listen });
  const rest = Array.from({ length: threads - 1 }, () =>
    startThread(threadFile, { ...common, listen: { ...listen, port: first.port } }),
  );
  const started = await Promise.allSettled(rest);
  const failed = started.find((each) => each.status === 'rejected');
  const running = [first, ...started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))];
  if (failed === undefined) return running;
  await Promise.all(running.map((thread) => thread.close()));
  throw failed.reason;
}

function createCells(): SharedCells {
  const commits = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const [writing, passwords] = [createGateCells(), createGateCells()];
  return { writing, commits, users: createUserCells(), passwords, verified: createVerifiedCells() };
}

async function startOperations(data: Stores, threads: readonly FrontThread[], listen: Listen) {
  const { createSum } = await import('../operations/metrics.ts');
  const { startOperationsServer } = await import('../operations/listener.ts');
  const metrics = createSum(() => Promise.all(threads.map((thread) => thread.count())));
  return await startOperationsServer({ data, metrics }, listen);
}
