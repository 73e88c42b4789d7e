import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/app-error.ts';
import type { ErrorCode } from '../../domain/app-error.ts';
import type { MetricCounts } from '../operations/metrics.ts';
import type { ThreadData, ThreadMessage, ThreadOrder } from './protocol.ts';

/** Mebibytes: V8 would take five times as much for what is new, to collect it a little more seldom. */
const LIMITS = { maxYoungGenerationSizeMb: 6 };

/** A thread that answers requests. */
export interface FrontThread {
  readonly address: string;
  readonly port: number;
  count(): Promise<MetricCounts>;
  /** Lets its requests come to their end. */
  close(): Promise<void>;
}

/**
 * Starts a thread; resolves when it listens. When it ends by an error later the whole program does: half a server would
 * look like a whole one.
 */
export async function startThread(file: URL, workerData: ThreadData): Promise<FrontThread> {
  const worker = new Worker(file, { workerData, resourceLimits: LIMITS });
  const counts = new Map<number, (counts: MetricCounts) => void>();
  const [message] = (await once(worker, 'message')) as [ThreadMessage];
  if (message.type === 'failed') throw new AppError(message.code as ErrorCode, message.message);
  if (message.type !== 'ready') throw new Error(`the thread said ${message.type} first`);
  const exited = once(worker, 'exit');
  worker.on('message', (later: ThreadMessage) => {
    if (later.type !== 'counts') return;
    counts.get(later.id)?.(later.counts);
    counts.delete(later.id);
  });
  worker.on('error', (error) => {
    throw error;
  });
  const tell = (order: ThreadOrder): void => worker.postMessage(order);
  return {
    address: message.address,
    port: message.port,
    count: () =>
      new Promise((resolve) => {
        const id = Math.max(0, ...counts.keys()) + 1;
        counts.set(id, resolve);
        tell({ type: 'count', id });
      }),
    close: async () => {
      tell({ type: 'close' });
      await exited;
    },
  };
}
