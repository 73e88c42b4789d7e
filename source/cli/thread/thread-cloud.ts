import { Worker } from 'node:worker_threads';
import type { Entry } from '../../domain/entry.ts';
import type { Fact } from '../../domain/fact.ts';
import type { CallOptions, ContentHashes, FileStore, Quota } from '../../domain/file-store.ts';
import type { Location } from '../../domain/location.ts';
import type { RequestObserver } from '../../domain/request-record.ts';
import type { PublicFile } from '../../domain/public-file.ts';
import type { Job, TransferCommand, TransferEngine } from '../../domain/transfer.ts';
import { REMOTE_POWERS } from '../../services/remote/powers.ts';
import { engineWorkerFile } from '../worker-files.ts';
import { createCalls, type Calls } from './calls.ts';
import { readInParts, type ReadPart } from './read-parts.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

/** The cloud and the engine in a thread of their own, so that neither the network nor a copy ever holds up a key. */
export interface ThreadCloud {
  /** The store of an account's cloud; contents are written by jobs alone, and read in parts by who looks at them. */
  readonly storeFor: (accountId: string) => FileStore;
  /** The account's credentials are others now, or none: its cloud is opened anew at the next need. */
  readonly forget: (accountId: string) => void;
  readonly engine: TransferEngine;
  /** Reads a file of this machine for its hashes, off the thread that draws. */
  readonly hashes: (file: Location, options?: CallOptions) => Promise<ContentHashes>;
  /** What a person can do to all jobs at once. */
  readonly perform: (command: TransferCommand) => void;
  /** Closes the cloud and ends the thread. */
  close(): Promise<void>;
}

/** What is heard from the thread besides answers and jobs. */
export interface ThreadListeners {
  readonly onRequest: RequestObserver;
  /** So many jobs of a program that is gone wait, paused. */
  readonly onLeftOver: (count: number) => void;
  /** The account's token is no longer taken. */
  readonly onSignedOut: (accountId: string) => void;
  /** A job cannot be written down, and why. */
  readonly onTrouble: (words: string) => void;
}

/** MiB: what a file leaves behind is cleared soon, or a long run of small ones takes four times the memory. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** Starts the thread; it opens the cloud by itself. */
export function startThreadCloud(
  start: ThreadStart,
  { onRequest, onLeftOver, onSignedOut, onTrouble }: ThreadListeners,
): ThreadCloud {
  const waiting: ToThread[] = [];
  const thread: { worker: Worker | null } = { worker: null };
  const tell = (message: ToThread): void => {
    if (thread.worker === null) waiting.push(message);
    else thread.worker.postMessage(message);
  };
  const calls = createCalls(tell);
  const listeners = new Set<(job: Job) => void>();
  const closed = Promise.withResolvers<void>();
  // Two threads that start take the processor from the first picture, and from the keys that were typed before it: those come first.
  afterInput(() => {
    const worker = new Worker(engineWorkerFile(), { workerData: start, resourceLimits: LIMITS });
    thread.worker = worker;
    worker.on('message', (message: FromThread) => {
      if (message.type === 'request') onRequest(message.record);
      else if (message.type === 'left-over') onLeftOver(message.count);
      else if (message.type === 'signed-out') onSignedOut(message.accountId);
      else if (message.type === 'trouble') onTrouble(message.words);
      else if (message.type === 'job') for (const listener of listeners) listener(message.job);
      else if (message.type === 'closed') closed.resolve();
      else calls.take(message);
    });
    worker.on('error', (error) => {
      calls.fail(error);
      onTrouble(`The cloud and the transfers have broken down, start u1file again: ${error.message}`);
      closed.resolve();
    });
    worker.on('exit', () => closed.resolve());
    for (const message of waiting) worker.postMessage(message);
  });
  return {
    storeFor: (accountId) => threadStore(calls, accountId),
    forget: (accountId) => tell({ type: 'forget', accountId }),
    engine: threadEngine(calls, tell, listeners),
    hashes: async (file, options) => calls.send<ContentHashes>('hashes', [file], options),
    perform: (command) => tell({ type: 'command', command }),
    async close() {
      tell({ type: 'close' });
      await closed.promise;
      await thread.worker?.terminate();
    },
  };
}

/** Calls back once what has come in by now was heard: between two immediates the event loop looks for it. */
function afterInput(act: () => void): void {
  setImmediate(() => setImmediate(act));
}

function threadStore(calls: Calls, accountId: string): FileStore {
  const { send } = calls;
  return {
    powers: REMOTE_POWERS,
    list: (folder, options) => calls.stream(folder, options?.signal),
    stat: async (location, options) => send<Entry>('stat', [location], options),
    makeFolder: async (folder, options) => send<Entry>('makeFolder', [folder], options),
    move: async (from, to, options) => send<Entry>('move', [from, to], options),
    remove: async (location, options) => send<void>('remove', [location], options),
    publish: async (file, isPublic, options) => send<Entry>('publish', [file, isPublic], options),
    publicFiles: async (root, options) => send<readonly PublicFile[]>('publicFiles', [root], options),
    facts: async (location, options) => send<readonly Fact[]>('facts', [location], options),
    quota: async (options) => send<Quota>('quota', [accountId], options),
    read: async (file, options = {}) =>
      readInParts(async (part) => send<ReadPart>('read', [file], part), file, options),
    write: async () => Promise.reject(new Error('contents are written in the thread')),
  };
}

function threadEngine(
  calls: Calls,
  tell: (message: ToThread) => void,
  listeners: Set<(job: Job) => void>,
): TransferEngine {
  const perform = (command: TransferCommand): void => tell({ type: 'command', command });
  return {
    perform,
    add: (spec) => perform({ type: 'add', spec }),
    cancel: (jobId) => perform({ type: 'cancel', jobId }),
    pause: (jobId) => perform({ type: 'pause', jobId }),
    resume: (jobId) => perform({ type: 'resume', jobId }),
    retry: (jobId) => perform({ type: 'retry', jobId }),
    answer: (questionId, answer) => perform({ type: 'answer', questionId, answer }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    whenIdle: async () => calls.whenIdle(),
  };
}
