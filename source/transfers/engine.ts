import { AppError } from '../domain/app-error.ts';
import type { TransferEngine } from '../domain/transfer.ts';
import type { StoreFor } from './context.ts';
import { JobRun } from './job-run.ts';
import { Reporter } from './reporter.ts';
import { Slots } from './slots.ts';
import type { Pace } from './source-of.ts';

export interface TransferEngineOptions {
  /** The store of a place; the same object for all places of one store. */
  readonly storeFor: StoreFor;
  /** Milliseconds of a clock that never runs backwards but tells the time of day; `Date.now` by default. */
  readonly now?: () => number;
  /** Files at once, over all jobs. */
  readonly filesAtOnce?: number;
  /** Jobs at once; the others wait in their order. */
  readonly jobsAtOnce?: number;
  /**
   * A full disk or a sign-in that ran out pauses its job, to be resumed by the person; without this its files fail. For
   * programs with somebody in front of them.
   */
  readonly pausesOnTrouble?: boolean;
  /** Milliseconds before a try after that one failed in the middle; 1, 2, 4 … seconds by default. */
  readonly retryDelay?: (tries: number) => number;
}

const FILES_AT_ONCE = 8;
const JOBS_AT_ONCE = 3;
/** Milliseconds between looks at running jobs that may have stalled. */
const HEARTBEAT = 1000;

/**
 * What runs jobs: each copy, move and delete, several at once, none in the way of another. It knows the stores' port
 * alone, all it takes and gives is plain data, and it may live in a worker.
 */
export function createTransferEngine(options: TransferEngineOptions): TransferEngine {
  const now = options.now ?? Date.now;
  const filesAtOnce = options.filesAtOnce ?? FILES_AT_ONCE;
  const jobsAtOnce = options.jobsAtOnce ?? JOBS_AT_ONCE;
  const slots = new Slots(filesAtOnce);
  const reporter = new Reporter(now);
  const jobs = new Map<string, JobRun>();
  const idle: PromiseWithResolvers<void>[] = [];
  let heartbeat: NodeJS.Timeout | null = null;

  const changed = (run: JobRun): void => reporter.changed(run.id, () => run.snapshot());
  const tell = (run: JobRun): void => reporter.tell(run.id, run.snapshot());

  const begin = (run: JobRun, work: Promise<void>): void => {
    void work.finally(() => {
      tell(run);
      pump();
    });
    tell(run);
  };
  const pump = (): void => {
    const all = [...jobs.values()];
    let room = jobsAtOnce - all.filter((run) => run.isBegun && run.state !== 'paused').length;
    for (const run of all) {
      if (room <= 0) break;
      if (run.state !== 'waiting') continue;
      room -= 1;
      begin(run, run.run());
    }
    beat();
    if (all.some(isBusy)) return;
    for (const waiter of idle.splice(0)) waiter.resolve();
  };
  /** A job that stands still changes by the passing of time alone. */
  const beat = (): void => {
    const isNeeded = [...jobs.values()].some((run) => run.state === 'running' || run.state === 'asking');
    if (isNeeded) heartbeat ??= setInterval(() => runningOf(jobs).forEach(changed), HEARTBEAT);
    if (isNeeded || heartbeat === null) return;
    clearInterval(heartbeat);
    heartbeat = null;
  };
  const withJob = (jobId: string, act: (run: JobRun) => void): void => {
    const run = jobs.get(jobId);
    if (run === undefined) return;
    act(run);
    tell(run);
    pump();
  };

  return {
    add: (spec) => {
      if (jobs.has(spec.id)) throw new AppError('usage', `There is a job ${spec.id} already`);
      const run: JobRun = new JobRun({
        spec,
        storeFor: options.storeFor,
        slots,
        runners: filesAtOnce,
        now,
        pace: unlimited,
        retryDelay: options.retryDelay ?? ((tries) => 1000 * 2 ** (tries - 1)),
        pausesOn: (error) => options.pausesOnTrouble === true && isTrouble(error),
        onChange: () => changed(run),
      });
      jobs.set(spec.id, run);
      tell(run);
      pump();
    },
    cancel: (jobId) => withJob(jobId, (run) => run.cancel()),
    pause: (jobId) => withJob(jobId, (run) => run.pause()),
    resume: (jobId) => withJob(jobId, (run) => run.resume()),
    retry: (jobId) =>
      withJob(jobId, (run) => {
        if (run.state === 'failed') begin(run, run.retry());
      }),
    answer: (questionId, answer) => {
      for (const run of jobs.values()) {
        if (run.answer(questionId, answer)) return tell(run);
      }
    },
    subscribe: (listener) => reporter.subscribe(listener),
    whenIdle: async () => {
      if (![...jobs.values()].some(isBusy)) return;
      const waiter = Promise.withResolvers<void>();
      idle.push(waiter);
      await waiter.promise;
    },
  };
}

/** Errors that the whole job would meet again with its next file. */
function isTrouble({ code }: AppError): boolean {
  return code === 'out-of-space' || code === 'sign-in';
}

function isBusy(run: JobRun): boolean {
  return run.state === 'waiting' || run.state === 'running' || run.state === 'asking';
}

function runningOf(jobs: ReadonlyMap<string, JobRun>): JobRun[] {
  return [...jobs.values()].filter((run) => run.state === 'running' || run.state === 'asking');
}

const unlimited: Pace = (bytes) => bytes;
