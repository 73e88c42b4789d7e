import type { Job, TransferEngine } from '../domain/transfer.ts';
import type { Journal } from './journal.ts';
import type { PastJob } from './journal-record.ts';
import type { StoreFor } from './store-for.ts';

export interface TransferEngineOptions {
  /** The store of a place; the same object for all places of one store. */
  readonly storeFor: StoreFor;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: (() => number) | undefined;
  /** Files at once, over all jobs; found by trying, between 2 and 16, when it is not given. */
  readonly filesAtOnce?: number | undefined;
  /** Jobs at once, 3 by default; the others wait in their order. */
  readonly jobsAtOnce?: number | undefined;
  /**
   * A full disk or a sign-in that ran out pauses its job, to be resumed by the person; without this its files fail. For
   * programs with somebody in front of them.
   */
  readonly pausesOnTrouble?: boolean | undefined;
  /** Milliseconds before a try after that one failed in the middle; 1, 2, 4 … seconds by default. */
  readonly retryDelay?: ((tries: number) => number) | undefined;
  /** Where jobs are written down, so that they outlive the program. */
  readonly journal?: Journal | undefined;
}

/** What runs jobs, with all that can be done to it. */
export interface JobEngine extends TransferEngine {
  /** All jobs in their order, those that ended and were not forgotten too. */
  jobs(): readonly Job[];
  /** Takes a job over that its journal tells of; it is paused until somebody resumes it, or as ended as it was. */
  restore(past: PastJob): void;
  /** Stops all work for the end of the program; unfinished jobs stay written down. */
  close(): void;
}
