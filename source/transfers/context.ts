import type { FileStore } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';
import type { JobKind, TakenPolicy } from '../domain/transfer.ts';
import type { Pace } from './source-of.ts';

/** The store that holds a place. The same object for all places of one store. */
export type StoreFor = (location: Location) => FileStore;

/** What the doing of one entry needs of its job. */
export interface ItemContext {
  readonly kind: JobKind;
  readonly storeFor: StoreFor;
  /** The policy for names that are taken, as it is now. */
  readonly policy: TakenPolicy;
  /** Fires when this entry is to stop: the job is cancelled or paused. */
  readonly signal: AbortSignal;
  /** Fires when the job is cancelled; a pause does not touch what hangs on it. */
  readonly jobSignal: AbortSignal;
  readonly pace: Pace;
  /** Bytes that went, or came back (negative) as a try starts over. */
  readonly onBytes: (bytes: number) => void;
  /** Milliseconds to wait before a try after that one failed for want of a line. */
  readonly retryDelay: (tries: number) => number;
}
