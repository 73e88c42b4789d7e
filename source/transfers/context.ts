import type { JobKind, TakenPolicy } from '../domain/transfer.ts';
import type { JobMemory } from './job-memory.ts';
import type { Pace } from './pace.ts';
import type { StoreFor } from './store-for.ts';

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
  /** Whether a delete puts things into the trash. */
  readonly usesTrash: boolean;
  readonly pace: Pace;
  readonly memory: JobMemory;
  /** Whether a part stays when its write is cut short. */
  readonly keepsParts: () => boolean;
  /** Whether so many bytes are worth hashing before they are sent, for the cloud may have them. */
  readonly isWorthOffering: (bytes: number) => boolean;
  /** Bytes that went, or came back (negative) as a try starts over. */
  readonly onBytes: (bytes: number) => void;
  /** Content that had begun to go is sent from its start again. */
  readonly onStartOver: () => void;
  /** Milliseconds to wait before a try after that one failed for want of a line. */
  readonly retryDelay: (tries: number) => number;
}
