import { AppError, fromErrorRecord, type ErrorRecord } from '../domain/app-error.ts';
import { errorWords } from '../domain/error-words.ts';
import { formatBytes, formatClock, formatRate } from '../domain/format.ts';
import { percentDone } from '../domain/percent-done.ts';
import { isSameLocation, toPlainPath } from '../domain/location.ts';
import type { FileFailure, Job, JobSpec } from '../domain/transfer.ts';
import type { JobEngine } from '../transfers/engine.ts';
import type { Cli, Cloud, VerbOptions } from './cli.ts';
import { applyLimits, settledLimits, type LimitOptions } from './limits.ts';
import { signInAgain } from './sign-in-again.ts';

type RunOptions = VerbOptions & LimitOptions;

/** What a job of a verb runs with. */
export interface JobEnds {
  readonly engine: JobEngine;
  readonly cloud: Cloud;
}

/**
 * Runs one job to its end with progress on standard error. Resolves with the job when all went well; rejects with the
 * one failure, with `some-failed` after saying each of several, or with `cancelled` when interrupted. The first SIGINT
 * lets the files under way end and begins no other. A line that drops interrupts nothing. What every other file would meet
 * too ends the job: a full disk, and a sign-in that ran out where the person cannot be asked for a new one.
 */
export async function runJob(cli: Cli, { engine, cloud }: JobEnds, spec: JobSpec, options: RunOptions): Promise<Job> {
  const ended = Promise.withResolvers<Job>();
  let isDraining = false;
  let trouble: Promise<void> | null = null;
  let stoppedBy: unknown = null;
  const meet = async (error: AppError): Promise<void> => {
    try {
      if (error.code !== 'sign-in' || !(await signInAgain(cli, cloud))) throw error;
      trouble = null;
      engine.resume(spec.id);
    } catch (reason) {
      stoppedBy = reason;
      engine.cancel(spec.id);
    }
  };
  const unsubscribe = engine.subscribe((job) => {
    if (job.spec.id !== spec.id) return;
    if (hasEnded(job)) ended.resolve(job);
    else if (isDraining && job.state === 'paused') engine.cancel(spec.id);
    else if (job.pausedBecause !== undefined) trouble ??= meet(fromErrorRecord(job.pausedBecause));
    else if (!options.quiet && !options.json) cli.output.progress(progressLine(job));
  });
  const cancel = (): void => engine.cancel(spec.id);
  cli.signal.addEventListener('abort', cancel, { once: true });
  const undrain = cli.drainWith(() => {
    isDraining = true;
    cli.output.note('u1file: the files under way are finished; Ctrl-C again stops at once');
    engine.perform({ type: 'drain-all' });
  });
  process.on('SIGHUP', stayOn);
  // A job that another program paused has nothing open that would keep this one from ending.
  const awake = setInterval(stayOn, LONG);
  try {
    applyLimits(engine, settledLimits(cli, options));
    engine.add(spec);
    const job = await ended.promise;
    if (stoppedBy !== null) {
      if (!options.json && job.progress.filesTotal > 1) cli.output.note(`u1file: stopped, ${howFar(job)}`);
      throw stoppedBy;
    }
    throwIfNotDone(cli, job);
    throwIfPassedOver(job);
    if (!options.quiet && !options.json) noteSkipped(cli, job);
    return job;
  } finally {
    clearInterval(awake);
    process.off('SIGHUP', stayOn);
    undrain();
    cli.signal.removeEventListener('abort', cancel);
    unsubscribe();
    cli.output.endProgress();
  }
}

/** Milliseconds. */
const LONG = 1_000_000;

function stayOn(): void {
  // Nobody is left to tell, and the copy is wanted all the same.
}

function hasEnded({ state }: Job): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

function throwIfNotDone(cli: Cli, job: Job): void {
  const failed = job.failures.filter(({ outcome }) => outcome === 'failed');
  const [first] = failed;
  if (job.state === 'cancelled') throw interrupted(job);
  if (job.state === 'done' || first === undefined) return;
  const notes = new Set(failed.map((failure) => errorWords(placed(failure))));
  const isSingle = job.progress.filesTotal <= 1 && failed.length === 1;
  // All failed for the one reason, such as a target that cannot be entered: it is said once.
  const isTarget = notes.size === 1 && failed.length >= job.progress.filesTotal;
  if (isSingle || isTarget) throw fromErrorRecord(placed(first));
  for (const note of notes) cli.output.note(`u1file: ${note}`);
  throw new AppError('some-failed', `${failed.length} of ${job.progress.filesTotal} failed`);
}

/** Nothing but this one thing was asked for: that it is none to copy is a refusal. */
function throwIfPassedOver({ failures, spec }: Job): void {
  const [only] = failures;
  const [source] = spec.sources;
  if (only?.error.code !== 'unsupported' || source === undefined || spec.sources.length > 1) return;
  if (isSameLocation(only.location, source.location)) throw fromErrorRecord(placed(only));
}

/** A link that is not followed, or a file that was never filled, is no failure, but nobody would know of it. */
function noteSkipped(cli: Cli, { failures }: Job): void {
  for (const failure of failures) cli.output.note(`u1file: skipped ${errorWords(placed(failure))}`);
}

function interrupted(job: Job): AppError {
  return new AppError('cancelled', `interrupted, ${howFar(job)}`);
}

function howFar({ progress: { filesDone, filesTotal, totalsKnown } }: Job): string {
  return `${filesDone} of ${filesTotal}${totalsKnown ? '' : '+'} files are done`;
}

/** The failure's error with the place it is about, and the option that would have helped. */
function placed({ error, location }: FileFailure): ErrorRecord {
  const hint = error.code === 'name-taken' ? { hint: '--overwrite replaces it' } : {};
  return { ...hint, ...error, path: error.path ?? toPlainPath(location) };
}

function progressLine(job: Job): string {
  const { filesDone, filesTotal, bytesDone, bytesTotal, totalsKnown, rate, secondsLeft } = job.progress;
  const more = totalsKnown ? '' : '+';
  const still = stillWords(job.progress);
  return [
    `${String(percentDone(job)).padStart(3)} %`,
    `${filesDone} of ${filesTotal}${more} files`,
    `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}${more}`,
    ...(still === null && rate !== null ? [formatRate(rate)] : []),
    ...(still === null && secondsLeft !== null ? [formatClock(secondsLeft)] : []),
    ...(still === null ? [] : [still]),
  ].join('  ');
}

/** Why nothing moves; null while something does. */
function stillWords({ isStalled, awaitsAnswer }: Job['progress']): string | null {
  if (isStalled) return 'stalled';
  return awaitsAnswer === true ? 'all sent, waits for the answer' : null;
}
