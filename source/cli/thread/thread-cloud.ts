import type { Entry } from '../../domain/entry.ts';
import type { Fact } from '../../domain/fact.ts';
import type { CallOptions, ContentHashes, FileStore, Quota } from '../../domain/file-store.ts';
import type { Location } from '../../domain/location.ts';
import type { RequestObserver } from '../../domain/request-record.ts';
import type { PublicFile } from '../../domain/public-file.ts';
import type { Job, TransferCommand, TransferEngine } from '../../domain/transfer.ts';
import { REMOTE_POWERS } from '../../services/remote/powers.ts';
import { createCalls, type Calls } from './calls.ts';
import { startEngineThread, type EngineThread } from './engine-thread.ts';
import { createJobListener, type JobNews } from './job-news.ts';
import { readInParts, type ReadPart } from './read-parts.ts';
import type { ThreadStart, ToThread } from './messages.ts';

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
  /** Gives back the memory of the thread where nothing is under way in it; the next who needs it begins another. Answers whether it did. */
  readonly rest: EngineThread['rest'];
  /** Closes the cloud and ends the thread. */
  readonly close: () => Promise<void>;
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

/** Starts the thread; it opens the cloud by itself. */
export function startThreadCloud(
  start: ThreadStart,
  { onRequest, onLeftOver, onSignedOut, onTrouble }: ThreadListeners,
): ThreadCloud {
  const listeners = new Set<(job: Job) => void>();
  const news = createJobListener();
  const hearJob = (heard: JobNews): void => {
    const job = news.jobOf(heard);
    for (const listener of listeners) listener(job);
  };
  const thread = startEngineThread(start, {
    onMessage(message) {
      if (message.type === 'request') onRequest(message.record);
      else if (message.type === 'left-over') onLeftOver(message.count);
      else if (message.type === 'signed-out') onSignedOut(message.accountId);
      else if (message.type === 'trouble') onTrouble(message.words);
      else if (message.type === 'job') hearJob(message.news);
      else if (message.type === 'forgotten') news.forget(message.jobIds);
      else calls.take(message);
    },
    onError(error) {
      calls.fail(error);
      onTrouble(`The cloud and the transfers have broken down, start u1file again: ${error.message}`);
    },
  });
  const { tell } = thread;
  const calls = createCalls(tell);
  return {
    storeFor: (accountId) => threadStore(calls, accountId),
    forget: (accountId) => tell({ type: 'forget', accountId }),
    engine: threadEngine(calls, tell, listeners),
    hashes: async (file, options) => calls.send<ContentHashes>('hashes', [file], options),
    perform: (command) => tell({ type: 'command', command }),
    rest: thread.rest,
    close: thread.close,
  };
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
