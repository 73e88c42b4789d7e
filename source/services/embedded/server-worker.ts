import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/app-error.ts';

/** Milliseconds that requests under way may take to finish once the program wants to end. */
const LONGEST_CLOSE = 10_000;

export interface ServerWorkerOptions {
  readonly workerFile: URL;
  readonly dataDir: string;
  readonly socketPath: string;
  readonly signal?: AbortSignal | undefined;
  /** Called once the thread runs. */
  readonly whileStarting?: (() => void) | undefined;
}

export interface ServerWorker {
  /** Asks it to finish and waits until it is gone. */
  close(): Promise<void>;
  /** Resolves when it ended without being asked. */
  readonly failed: Promise<AppError>;
}

/** What the worker says of itself, once. */
type Message = { readonly type: 'ready' } | { readonly type: 'failed'; readonly message: string };

/** Starts the server's thread and answers when it is ready. @throws AppError `server-error` with its own words */
export async function startWorker(options: ServerWorkerOptions): Promise<ServerWorker> {
  const { workerFile, signal, dataDir, socketPath, whileStarting } = options;
  const worker = new Worker(workerFile, { workerData: { dataDir, socketPath } });
  const ended = endOf(worker);
  const abandon = (): void => void worker.terminate();
  signal?.addEventListener('abort', abandon, { once: true });
  try {
    const starting = Promise.race([ready(worker), ended]);
    whileStarting?.();
    const problem = await starting;
    signal?.throwIfAborted();
    if (problem !== null) throw problem;
  } catch (error) {
    await worker.terminate();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abandon);
  }
  return supervise(worker, ended);
}

function supervise(worker: Worker, ended: Promise<AppError>): ServerWorker {
  let isAsked = false;
  const failed = new Promise<AppError>((resolve) => {
    void ended.then((problem) => {
      if (!isAsked) resolve(problem);
      return null;
    });
  });
  const close = async (): Promise<void> => {
    isAsked = true;
    worker.postMessage({ type: 'close' }, []);
    const patience = new AbortController();
    const tooLong = delay(LONGEST_CLOSE, null, { signal: patience.signal }).catch(() => null);
    if ((await Promise.race([ended, tooLong])) === null) await worker.terminate();
    patience.abort();
  };
  return { close, failed };
}

/** Null when it is ready, else why not. An error before its first message shows as its end. */
async function ready(worker: Worker): Promise<AppError | null> {
  try {
    const [message] = (await once(worker, 'message')) as [Message];
    if (message.type === 'ready') return null;
    return new AppError('server-error', `The embedded cloud did not start: ${message.message}`);
  } catch (error) {
    return new AppError('server-error', 'The embedded cloud did not start', { cause: error });
  }
}

/** Resolves at its end with why it ended: an error nobody caught in it, or nothing of note. */
async function endOf(worker: Worker): Promise<AppError> {
  return new Promise((resolve) => {
    let problem = new AppError('server-error', 'The embedded cloud has ended');
    worker.once('error', (cause) => {
      problem = new AppError('server-error', 'The embedded cloud has broken down', { cause });
    });
    worker.once('exit', () => resolve(problem));
  });
}
