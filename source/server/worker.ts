import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ensureEmbeddedAccount } from './embedded-account.ts';
import { createLog } from './create-log.ts';
import { startServer } from './serve.ts';
import type { RunningServer } from './serve.ts';

/** What the program hands to the thread of its embedded cloud. */
export interface WorkerData {
  readonly dataDir: string;
  /** A Unix socket of this program alone. */
  readonly socketPath: string;
}

/** What the thread says. */
export type WorkerMessage = { readonly type: 'ready' } | { readonly type: 'failed'; readonly message: string };

/** What the thread is told. */
export interface WorkerOrder {
  readonly type: 'close';
}

const port = parentPort;
if (port !== null) {
  const { dataDir, socketPath } = workerData as WorkerData;
  const starting = start(dataDir, socketPath);
  port.on('message', (order: WorkerOrder) => {
    if (order.type === 'close') void stop(starting).finally(() => port.close());
  });
  const say = (message: WorkerMessage) => port.postMessage(message);
  starting.then(
    () => say({ type: 'ready' }),
    (error: unknown) => say({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
}

async function start(dataDir: string, socketPath: string): Promise<RunningServer> {
  // The program's screen has standard error to itself.
  const log = createLog({ file: join(dataDir, 'server.log'), level: 'warn' });
  const server = await startServer({ dataDir, listen: { socketPath }, log });
  await ensureEmbeddedAccount(dataDir, server.data.metadata);
  return server;
}

async function stop(starting: Promise<RunningServer>): Promise<void> {
  try {
    const server = await starting;
    await server.close();
  } catch {
    // It never started, and has said so.
  }
}
