import { AppError } from '../domain/app-error.ts';
import type { JobSpec, TransferCommand } from '../domain/transfer.ts';
import { AdaptiveLimit, FIRST, MOST } from './adaptive-limit.ts';
import type { JobEngine, TransferEngineOptions } from './engine-options.ts';
import { isBusy, JobList } from './job-list.ts';
import { JobRun } from './job-run.ts';
import type { PastJob } from './journal-record.ts';
import { Limiter } from './pace.ts';
import { Reporter } from './reporter.ts';
import { Slots, WEIGHT } from './slots.ts';

export type { JobEngine, TransferEngineOptions };

const JOBS_AT_ONCE = 3;
/** Milliseconds between looks at what goes over the line, and at jobs that may have stalled. */
const HEARTBEAT = 500;

/**
 * What runs jobs: each copy, move and delete, several at once, none in the way of another. It knows the stores' port
 * alone, all it takes and gives is plain data, and it may live in a worker.
 */
export function createTransferEngine(options: TransferEngineOptions): JobEngine {
  const now = options.now ?? Date.now;
  const jobsAtOnce = options.jobsAtOnce ?? JOBS_AT_ONCE;
  const slots = new Slots(FIRST);
  if (options.filesAtOnce !== undefined) slots.setLimit(options.filesAtOnce, true);
  const limiter = new Limiter();
  const reporter = new Reporter(now);
  const jobs = new JobList();
  const idle: PromiseWithResolvers<void>[] = [];
  const went = { bytes: 0, files: 0 };
  let adaptive = options.filesAtOnce === undefined ? new AdaptiveLimit() : null;
  let heartbeat: NodeJS.Timeout | null = null;
  let isClosed = false;

  /** One that was forgotten may come to its end later; nobody is to hear of it again. */
  const isListed = (run: JobRun): boolean => jobs.find(run.id) === run;
  const tell = (run: JobRun): void => {
    if (isListed(run)) reporter.tell(run.id, run.snapshot());
  };

  const makeRun = (spec: JobSpec, past: PastJob | null): JobRun => {
    const run: JobRun = new JobRun({
      spec,
      past,
      storeFor: options.storeFor,
      slots,
      runners: Math.max(MOST, options.filesAtOnce ?? 0) * WEIGHT.file,
      now,
      pace: limiter,
      retryDelay: options.retryDelay ?? ((tries) => 1000 * 2 ** (tries - 1)),
      pausesOn: (error) => options.pausesOnTrouble === true && isTrouble(error),
      onChange: () => {
        if (isListed(run)) reporter.changed(run.id, () => run.snapshot());
      },
      onWent: (bytes, files) => {
        went.bytes += Math.max(0, bytes);
        went.files += files;
      },
      onDrained: () => {
        if (isClosed) return;
        tell(run);
        pump();
      },
      onFailure: ({ code }) => {
        if (code === 'busy' && adaptive !== null) slots.setLimit(adaptive.tooMuch());
      },
    });
    return run;
  };

  const begin = (run: JobRun, work: () => Promise<void>): void => {
    const done = work();
    void done.finally(() => {
      if (isClosed) return;
      tell(run);
      if (!run.canRetry) void options.journal?.forget(run.id);
      pump();
    });
    tell(run);
  };

  /** The job is written down before anything is done for it. */
  const runJob = async (run: JobRun, past: PastJob | null): Promise<void> => {
    if (options.journal !== undefined) {
      run.attach(past === null ? await options.journal.begin(run.snapshot().spec) : options.journal.reopen(run.id));
    }
    if (run.state === 'cancelled') await run.discardParts();
    else await run.run();
  };

  /** One that is being written down has its place already. */
  const takesRoom = (run: JobRun): boolean =>
    run.state === 'waiting' ? jobs.isStarting(run) : run.isBegun && run.state !== 'paused';
  const pump = (): void => {
    let room = jobsAtOnce - jobs.all.filter(takesRoom).length;
    for (const run of jobs.all) {
      if (room <= 0) break;
      if (run.state !== 'waiting' || jobs.isStarting(run) || jobs.isHeld(run)) continue;
      room -= 1;
      begin(run, jobs.starting(run, runJob));
    }
    beat();
    if (jobs.all.some(isBusy)) return;
    for (const waiter of idle.splice(0)) waiter.resolve();
  };

  /** Looks on while jobs run or are about to: one that stands still changes by the passing of time alone. */
  const beat = (): void => {
    const isNeeded = !isClosed && jobs.all.some(isBusy);
    if (isNeeded) heartbeat ??= setInterval(onBeat, HEARTBEAT);
    if (isNeeded || heartbeat === null) return;
    clearInterval(heartbeat);
    heartbeat = null;
  };
  const onBeat = (): void => {
    if (adaptive !== null) slots.setLimit(adaptive.next({ ...went, isFull: slots.waiting > 0 }));
    went.bytes = 0;
    went.files = 0;
    for (const run of jobs.running) reporter.changed(run.id, () => run.snapshot());
  };

  const withJob = (jobId: string, act: (run: JobRun) => void): void => {
    const run = jobs.find(jobId);
    if (run === undefined) return;
    act(run);
    tell(run);
    pump();
  };
  /** None is taken up in the place of another before all of them have heard it. */
  const withAll = (act: (run: JobRun) => void): void => {
    const runs = jobs.all;
    for (const run of runs) act(run);
    for (const run of runs) tell(run);
    pump();
  };
  const cancel = (run: JobRun): void => {
    jobs.release(run);
    run.cancel();
  };
  const retry = (run: JobRun): void => {
    if (!run.canRetry) return;
    if (!run.isKept && options.journal !== undefined) run.attach(options.journal.reopen(run.id));
    begin(run, async () => run.retry());
  };
  const forget = (run: JobRun): void => {
    if (!run.hasEnded) return;
    jobs.remove(run);
    reporter.forget(run.id);
    void run.discardParts();
    void options.journal?.forget(run.id);
  };

  const perform = (command: TransferCommand): void => {
    switch (command.type) {
      case 'add':
        return add(command.spec);
      case 'cancel':
        return withJob(command.jobId, cancel);
      case 'pause':
        return withJob(command.jobId, (run) => run.pause());
      case 'resume':
        return withJob(command.jobId, (run) => run.resume());
      case 'retry':
        return withJob(command.jobId, retry);
      case 'forget':
        return withJob(command.jobId, forget);
      case 'move-up':
        return withJob(command.jobId, (run) => jobs.move(run, -1));
      case 'move-down':
        return withJob(command.jobId, (run) => jobs.move(run, 1));
      case 'answer':
        for (const run of jobs.all) if (run.answer(command.questionId, command.answer)) return tell(run);
        return undefined;
      case 'drain-all':
        return withAll((run) => run.drain());
      case 'cancel-all':
        return withAll(cancel);
      case 'pause-all':
        return withAll((run) => run.pause());
      case 'resume-all':
        return withAll((run) => run.resume());
      case 'retry-all':
        return withAll(retry);
      case 'forget-ended':
        return withAll(forget);
      case 'limit':
        return limiter.setLimit(command.bytesPerSecond);
      case 'files-at-once':
        adaptive = command.count === null ? new AdaptiveLimit() : null;
        return slots.setLimit(command.count ?? FIRST, command.count !== null);
      default:
        return command satisfies never;
    }
  };
  const add = (spec: JobSpec): void => {
    if (jobs.find(spec.id) !== undefined) throw new AppError('usage', `There is a job ${spec.id} already`);
    const run = makeRun(spec, null);
    jobs.add(run, null);
    // Until then it can be called back, and a killed program has not done it.
    if (spec.holdFor !== undefined) jobs.hold(run, spec.holdFor, pump);
    tell(run);
    pump();
  };

  return {
    add,
    perform,
    cancel: (jobId) => perform({ type: 'cancel', jobId }),
    pause: (jobId) => perform({ type: 'pause', jobId }),
    resume: (jobId) => perform({ type: 'resume', jobId }),
    retry: (jobId) => perform({ type: 'retry', jobId }),
    answer: (questionId, answer) => perform({ type: 'answer', questionId, answer }),
    restore: (past) => {
      if (jobs.find(past.spec.id) !== undefined) return;
      const run = makeRun(past.spec, past);
      run.pause(new AppError('cancelled', 'It was under way when the program ended'));
      jobs.add(run, past);
      tell(run);
    },
    jobs: () => jobs.all.map((run) => run.snapshot()),
    subscribe: (listener) => reporter.subscribe(listener),
    whenIdle: async () => {
      if (!jobs.all.some(isBusy)) return;
      const waiter = Promise.withResolvers<void>();
      idle.push(waiter);
      await waiter.promise;
    },
    close: () => {
      isClosed = true;
      for (const run of jobs.all) {
        jobs.release(run);
        run.suspend();
        if (run.state === 'done') void options.journal?.forget(run.id);
        reporter.forget(run.id);
      }
      beat();
    },
  };
}

/** Errors that the whole job would meet again with its next file. */
function isTrouble({ code }: AppError): boolean {
  return code === 'out-of-space' || code === 'sign-in';
}
