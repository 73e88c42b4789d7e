import { Worker } from 'node:worker_threads';
import { engineWorkerFile } from '../worker-files.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

/** MiB: what a file leaves behind is cleared soon, or a long run of small ones takes four times the memory. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** The engine's thread as those see it who talk to it: whether it runs is its own business. */
export interface EngineThread {
  readonly tell: (message: ToThread) => void;
  /**
   * Ends the thread if nothing is under way in it and no job is kept there; the next message begins another. Answers whether it is gone. What
   * comes meanwhile is kept for the thread that hears it.
   */
  readonly rest: () => Promise<boolean>;
  /** Ends it for good. */
  readonly close: () => Promise<void>;
}

export interface EngineThreadListeners {
  readonly onMessage: (message: FromThread) => void;
  /** It broke down: nobody answers any more. */
  readonly onError: (error: Error) => void;
}

/** Starts the thread once what has come in by now was heard. */
export function startEngineThread(start: ThreadStart, listeners: EngineThreadListeners): EngineThread {
  const thread = new RestingThread(start, listeners);
  return {
    tell: (message) => thread.tell(message),
    rest: async () => thread.rest(),
    close: async () => thread.close(),
  };
}

class RestingThread {
  readonly #start: ThreadStart;
  readonly #listeners: EngineThreadListeners;
  readonly #kept = new KeptMessages();
  #worker: Worker | null = null;
  #waiting: ToThread[] = [];
  #isBeginning = true;
  #isBroken = false;
  /** Set while the thread is asked whether it can rest: true once it is gone. */
  #resting: PromiseWithResolvers<boolean> | null = null;
  /** Of the thread that runs, or ran last. */
  #ended = Promise.withResolvers<void>();

  constructor(start: ThreadStart, listeners: EngineThreadListeners) {
    this.#start = start;
    this.#listeners = listeners;
    // Two threads that start take the processor from the first picture, and from the keys that were typed before it: those come first.
    afterInput(() => this.#begin());
  }

  tell(message: ToThread): void {
    this.#kept.keep(message);
    if (this.#worker === null || this.#resting !== null) this.#waiting.push(message);
    else this.#worker.postMessage(message);
    this.#beginWhenWanted();
  }

  async rest(): Promise<boolean> {
    if (this.#isBroken) return false;
    if (this.#worker === null) return !this.#isBeginning;
    if (this.#resting !== null) return this.#resting.promise;
    this.#resting = Promise.withResolvers();
    this.#worker.postMessage({ type: 'rest' } satisfies ToThread);
    return this.#resting.promise;
  }

  async close(): Promise<void> {
    await this.#resting?.promise;
    const worker = this.#worker;
    if (worker === null && !this.#isBeginning) return;
    this.tell({ type: 'close' });
    await this.#ended.promise;
    await this.#worker?.terminate();
  }

  #begin(): void {
    this.#isBeginning = false;
    const worker = new Worker(engineWorkerFile(), { workerData: this.#start, resourceLimits: LIMITS });
    this.#worker = worker;
    worker.on('message', (message: FromThread) => this.#hear(message));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#ended.resolve());
    this.#sendWaiting();
  }

  #beginWhenWanted(): void {
    if (this.#worker !== null || this.#isBeginning || this.#isBroken) return;
    this.#waiting = this.#kept.before(this.#waiting);
    this.#ended = Promise.withResolvers();
    this.#begin();
  }

  #hear(message: FromThread): void {
    if (message.type === 'closed') this.#ended.resolve();
    else if (message.type === 'rest') void this.#restOrGoOn(message.isPossible);
    else this.#listeners.onMessage(message);
  }

  async #restOrGoOn(isPossible: boolean): Promise<void> {
    const worker = this.#worker;
    if (isPossible) {
      await this.#ended.promise;
      await worker?.terminate();
      this.#worker = null;
    }
    const resting = this.#resting;
    this.#resting = null;
    if (this.#worker !== null) this.#sendWaiting();
    else if (this.#waiting.length > 0) this.#beginWhenWanted();
    resting?.resolve(this.#worker === null);
  }

  #sendWaiting(): void {
    for (const message of this.#waiting.splice(0)) this.#worker?.postMessage(message);
  }

  #fail(error: Error): void {
    this.#isBroken = true;
    this.#listeners.onError(error);
    this.#ended.resolve();
    this.#resting?.resolve(false);
    this.#resting = null;
  }
}

/** What a thread that begins anew has to hear first: the limits that were set, and the accounts whose credentials are others now. */
class KeptMessages {
  readonly #kept = new Map<string, ToThread>();

  keep(message: ToThread): void {
    const key = keyOf(message);
    if (key !== null) this.#kept.set(key, message);
  }

  /** Those messages, and behind them these. */
  before(messages: readonly ToThread[]): ToThread[] {
    return [...this.#kept.values(), ...messages.filter((message) => keyOf(message) === null)];
  }
}

function keyOf(message: ToThread): string | null {
  if (message.type === 'forget') return `forget ${message.accountId}`;
  if (message.type !== 'command') return null;
  const { type } = message.command;
  return type === 'limit' || type === 'files-at-once' ? type : null;
}

/** Calls back once what has come in by now was heard: between two immediates the event loop looks for it. */
function afterInput(act: () => void): void {
  setImmediate(() => setImmediate(act));
}
