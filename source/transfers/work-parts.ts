import type { AppError } from '../domain/app-error.ts';
import type { JobSpec, TakenPolicy } from '../domain/transfer.ts';
import type { Brakes } from './brakes.ts';
import type { ItemContext } from './context.ts';
import type { JobMemory } from './job-memory.ts';
import { isWorthOffering } from './offer.ts';
import type { Pace } from './pace.ts';
import type { Questions } from './questions.ts';
import type { Slots } from './slots.ts';
import type { StoreFor } from './store-for.ts';
import type { Tally } from './tally.ts';

/** What the work on jobs needs of the engine, the same for all of them. */
export interface WorkOptions {
  readonly storeFor: StoreFor;
  readonly slots: Slots;
  /** The most files at once that there may ever be room for. */
  readonly runners: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pace: Pace;
  readonly retryDelay: (tries: number) => number;
  /** Errors that pause the job, with the file put back, instead of failing the file. */
  readonly pausesOn: (error: AppError) => boolean;
  /** Told of each byte and each file that went. */
  readonly onWent: (bytes: number, files: number) => void;
  readonly onFailure: (error: AppError) => void;
  /** Told when the last file under way of a paused job has ended. */
  readonly onDrained: () => void;
}

/** The parts of one job. */
export interface WorkParts {
  readonly spec: JobSpec;
  readonly brakes: Brakes;
  readonly memory: JobMemory;
  readonly tally: Tally;
  readonly questions: Questions;
  readonly policy: () => TakenPolicy;
  readonly onChange: () => void;
  /** The job is to pause for this. */
  readonly onTrouble: (error: AppError) => void;
}

/** What the doing of one entry needs, as it is now. @param targetDelay milliseconds that the target took to answer */
export function itemContext(
  { storeFor, pace, retryDelay, now }: WorkOptions,
  { spec, brakes, memory, tally, policy, onChange }: WorkParts,
  targetDelay: number | null,
  onBytes: (bytes: number) => void = () => undefined,
): ItemContext {
  const signal = brakes.workSignal;
  return {
    kind: spec.kind,
    usesTrash: spec.toTrash === true,
    storeFor,
    policy: policy(),
    signal,
    jobSignal: brakes.jobSignal,
    pace,
    memory,
    // Without a journal nobody would find a part again, but for one of a pause.
    keepsParts: () => !brakes.isCancelled && (memory.isKept || signal.aborted),
    isWorthOffering: (bytes) => isWorthOffering(bytes, tally.meter.rate(now()), targetDelay),
    onBytes,
    onStartOver: () => {
      tally.startsAgain(now());
      onChange();
    },
    retryDelay,
  };
}
