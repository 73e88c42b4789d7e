import type { ErrorRecord } from './app-error.ts';
import type { Entry } from './entry.ts';
import type { Location } from './location.ts';

export type JobKind = 'copy' | 'move' | 'delete';

/**
 * What a job does where a name is taken. `fail` leaves that file and says so; `resume` takes what stands there for the
 * beginning of the file and fetches the rest, and skips what cannot be one.
 */
export type TakenPolicy = 'ask' | 'overwrite' | 'skip' | 'newer' | 'keep-both' | 'resume' | 'fail';

/** One thing a job takes, as the person saw it when the job was made. */
export interface JobSource {
  readonly location: Location;
  readonly entry: Entry;
  /** Where this one goes instead of into the job's target under its own name: a plan says it for each file. */
  readonly to?: Location | undefined;
  /** With `to`: what was seen there and may be replaced; null where nothing was, and then nothing is. */
  readonly replaces?: Entry | null | undefined;
}

/** A job as it is queued: frozen, plain data, so that it can cross to a worker and into a journal. */
export interface JobSpec {
  readonly id: string;
  readonly kind: JobKind;
  readonly sources: readonly JobSource[];
  /** The folder that the sources go into; null for a delete. */
  readonly target: Location | null;
  /** The name under which a single source arrives; its own name when absent. */
  readonly targetName?: string | undefined;
  readonly taken: TakenPolicy;
  /** Milliseconds that the job waits before it begins, so that it can be called back by cancelling it. */
  readonly holdFor?: number | undefined;
  /** It takes an earlier move back, and is nothing to be taken back itself. */
  readonly isUndo?: true | undefined;
  /** A delete puts things into the desktop's trash where there is one; where there is none, they are deleted. */
  readonly toTrash?: boolean | undefined;
}

export type JobState = 'waiting' | 'running' | 'paused' | 'asking' | 'done' | 'failed' | 'cancelled';

/** How far a job is. Bytes and files grow while folders are still being walked. */
export interface JobProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Those of `filesDone` whose content was there already, so that no byte was sent. */
  readonly filesUnchanged?: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** False while the totals still grow. */
  readonly totalsKnown: boolean;
  /** The file under way, as a person writes it; null between files. */
  readonly current: string | null;
  /** Bytes a second over the last ten seconds; null before it means something. */
  readonly rate: number | null;
  /** Seconds left at that rate; null before it means something. */
  readonly secondsLeft: number | null;
  /** True after 4 s without a byte, while there are bytes to go. */
  readonly isStalled: boolean;
  /** True when after that time all bytes of the files under way are on their way, and only the other end's word is missing. */
  readonly awaitsAnswer?: boolean;
  /** True for some seconds after an upload was cut short and began anew: the API takes no part of a file. */
  readonly startsAgain?: boolean;
}

/** A file that a job could not do, or left out, and why. */
export interface FileFailure {
  readonly location: Location;
  readonly outcome: 'failed' | 'skipped';
  readonly error: ErrorRecord;
}

/** Something that went into the desktop's trash. */
export interface Trashed {
  readonly from: Location;
  /** Where it lies in the trash. */
  readonly at: Location;
}

/** Something that a move took to where nothing was before. */
export interface Moved {
  readonly from: Location;
  readonly to: Location;
  /** As it stood there at the end. */
  readonly entry: Entry;
}

/** A job with how it stands. */
export interface Job {
  readonly spec: JobSpec;
  readonly state: JobState;
  readonly progress: JobProgress;
  readonly failures: readonly FileFailure[];
  /** Why it paused by itself (a full disk, a sign-in that ran out); absent when the person paused it. */
  readonly pausedBecause?: ErrorRecord;
  /** What a delete put into the trash, to be put back by an undo; absent for all else. */
  readonly trashed?: readonly Trashed[];
  /** What an ended move took away whole, of what the person chose, to be moved back by an undo; absent for all else. */
  readonly moved?: readonly Moved[];
  /** Set while `asking`. */
  readonly question: TakenQuestion | null;
  /** Milliseconds since 1970; null until it is so. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Another program of this user runs it; it can be steered from here all the same. */
  readonly isElsewhere?: true;
}

/** A name that is taken: both sides, for the person to choose. */
export interface TakenQuestion {
  readonly id: string;
  readonly jobId: string;
  readonly source: JobSource;
  readonly target: JobSource;
  /** True or false by hash; null when that is not known without reading. */
  readonly sameContent: boolean | null;
}

export interface TakenAnswer {
  readonly choice: 'overwrite' | 'skip' | 'keep-both' | 'newer' | 'resume';
  /** For this file alone, or for the rest of the job. */
  readonly forAll: boolean;
}

/**
 * What runs jobs. The screen reaches it through messages, the command line directly; both see this.
 * `subscribe` hears each job as it is now: when it is added, changes, at most ten times a second while it runs, and
 * at its end. It answers the function that ends the subscription.
 */
export interface TransferEngine {
  add(spec: JobSpec): void;
  cancel(jobId: string): void;
  pause(jobId: string): void;
  resume(jobId: string): void;
  /** Tries the failed and skipped files of an ended job again; a taken name that was skipped is asked about anew. */
  retry(jobId: string): void;
  answer(questionId: string, answer: TakenAnswer): void;
  /** Does what the command says; one for a job or question that is not there does nothing. */
  perform(command: TransferCommand): void;
  subscribe(listener: (job: Job) => void): () => void;
  /** Resolves when no job is waiting or running. */
  whenIdle(): Promise<void>;
}

/** What a person can do to jobs, as plain data: it crosses to the worker, and to jobs that run in another program. */
export type TransferCommand =
  | { readonly type: 'add'; readonly spec: JobSpec }
  | {
      readonly type: 'cancel' | 'pause' | 'resume' | 'retry' | 'move-up' | 'move-down' | 'forget';
      readonly jobId: string;
    }
  | { readonly type: 'answer'; readonly questionId: string; readonly answer: TakenAnswer }
  /** `drain-all` begins no other file, lets those under way end, and then everything is paused. */
  | { readonly type: 'drain-all' }
  | { readonly type: 'cancel-all' | 'pause-all' | 'resume-all' | 'retry-all' | 'forget-ended' }
  /** Bytes a second over all jobs; null for no limit. */
  | { readonly type: 'limit'; readonly bytesPerSecond: number | null }
  /** Files at once over all jobs; null to find the best number by trying. */
  | { readonly type: 'files-at-once'; readonly count: number | null };
