import { AppError, fromErrorRecord, type ErrorRecord } from '../domain/app-error.ts';
import { errorWords } from '../domain/error-words.ts';
import { formatBytes, formatClock, formatRate } from '../domain/format.ts';
import { toPlainPath } from '../domain/location.ts';
import type { FileFailure, Job, JobSpec, TransferEngine } from '../domain/transfer.ts';
import type { Cli, VerbOptions } from './cli.ts';

/**
 * Runs one job to its end with progress on standard error. Resolves with the job when all went well; rejects with the
 * one failure, with `some-failed` after saying each of several, or with `cancelled` when interrupted.
 */
export async function runJob(cli: Cli, engine: TransferEngine, spec: JobSpec, options: VerbOptions): Promise<Job> {
  const { promise, resolve } = Promise.withResolvers<Job>();
  const unsubscribe = engine.subscribe((job) => {
    if (job.spec.id !== spec.id) return;
    if (job.state === 'done' || job.state === 'failed' || job.state === 'cancelled') resolve(job);
    else if (!options.quiet && !options.json) cli.output.progress(progressLine(job));
  });
  const cancel = (): void => engine.cancel(spec.id);
  cli.signal.addEventListener('abort', cancel, { once: true });
  try {
    engine.add(spec);
    const job = await promise;
    throwIfNotDone(cli, job);
    return job;
  } finally {
    cli.signal.removeEventListener('abort', cancel);
    unsubscribe();
    cli.output.endProgress();
  }
}

function throwIfNotDone(cli: Cli, job: Job): void {
  const failed = job.failures.filter(({ outcome }) => outcome === 'failed');
  const [first] = failed;
  if (job.state === 'cancelled') throw new AppError('cancelled', 'interrupted');
  if (job.state === 'done' || first === undefined) return;
  if (job.progress.filesTotal <= 1 && failed.length === 1) throw fromErrorRecord(placed(first));
  for (const failure of failed) cli.output.note(`u1file: ${errorWords(placed(failure))}`);
  throw new AppError('some-failed', `${failed.length} of ${job.progress.filesTotal} failed`);
}

/** The failure's error with the place it is about, and the option that would have helped. */
function placed({ error, location }: FileFailure): ErrorRecord {
  const hint = error.code === 'name-taken' ? { hint: '--overwrite replaces it' } : {};
  return { ...hint, ...error, path: error.path ?? toPlainPath(location) };
}

function progressLine({ progress }: Job): string {
  const { filesDone, filesTotal, bytesDone, bytesTotal, totalsKnown, rate, secondsLeft } = progress;
  const more = totalsKnown ? '' : '+';
  const share = bytesTotal === 0 ? 0 : Math.floor((bytesDone / bytesTotal) * 100);
  return [
    `${String(share).padStart(3)} %`,
    `${filesDone} of ${filesTotal}${more} files`,
    `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}${more}`,
    ...(rate === null ? [] : [formatRate(rate)]),
    ...(secondsLeft === null ? [] : [formatClock(secondsLeft)]),
  ].join('  ');
}
