import type { Registry } from '../commands/registry.ts';
import { errorWords } from '../domain/error-words.ts';
import { formatBytes, formatClock, formatRate } from '../domain/format.ts';
import { percentDone } from '../domain/percent-done.ts';
import { nameOf, shortPath } from '../domain/location.ts';
import type { FileFailure, Job, JobKind, JobSpec } from '../domain/transfer.ts';
import { fitLeft, fitMiddle, widthOf } from './fit.ts';
import { hintWords } from './layers/hints.ts';
import { gauge } from './pane-words.ts';

const GAUGE_CELLS = 10;
const NAME_SHARE = 0.4;
/** Columns of a job's name where what is told of it needs the rest, and where there is no room at all. */
const NARROW_NAME = 16;
const LEAST_NAME = 8;
/** Blanks and the arrow. */
const AROUND_NAME = 6;

/** What a job is about: `u1file.py → testing/docs`, `3 entries → ~/in`. */
export function jobTitle(spec: JobSpec, home: string): string {
  const [first] = spec.sources;
  const one = first === undefined ? '' : nameOf(first.location);
  const what = spec.sources.length === 1 ? one : `${spec.sources.length} entries`;
  if (spec.target === null) return `delete ${what}`;
  return `${what} → ${shortPath(spec.target, home)}`;
}

/** One row of the job strip, of exactly this width. */
export function jobLine(job: Job, { registry, width, home }: JobLineParts): string {
  const most = Math.floor(width * NAME_SHARE);
  const tail = jobTail(job, registry, width - Math.min(most, NARROW_NAME) - AROUND_NAME);
  const name = Math.max(LEAST_NAME, Math.min(most, width - widthOf(tail) - AROUND_NAME));
  return fitLeft(` ${arrowOf(job.spec)} ${fitMiddle(jobTitle(job.spec, home), name)}  ${tail}`, width);
}

interface JobLineParts {
  readonly registry: Registry;
  readonly width: number;
  readonly home: string;
}

/** How a job stands in words: percent and bar, bytes, rate and time left, as far as there is room in columns, or why it waits. */
export function jobTail(job: Job, registry: Registry, room = Infinity): string {
  const { progress, state } = job;
  switch (state) {
    case 'waiting':
      if (job.spec.holdFor === undefined) return 'waiting';
      return ['in a few seconds', hintWords(registry, [['undo', 'calls it back']])].filter(Boolean).join('; ');
    case 'paused':
      return job.pausedBecause === undefined ? `paused at ${amount(job)}` : `paused: ${errorWords(job.pausedBecause)}`;
    case 'asking':
      return 'a name is taken, waits for an answer';
    case 'done':
      return [`done, ${amount(job)}`, ...unlikeWords(job)].join(', ');
    case 'cancelled':
      return `cancelled after ${amount(job)}`;
    case 'failed':
      return failureWords(job);
    case 'running': {
      if (job.spec.kind === 'delete') return `${progress.filesDone} of ${progress.filesTotal} deleted`;
      return runningWords(job, room);
    }
  }
}

/** What does not fit goes whole: the bytes first, then the bar, then the pace. */
function runningWords(job: Job, room: number): string {
  const percent = percentDone(job);
  const share = `${String(percent).padStart(3)} %`;
  const bar = `${share} ${gauge(percent / 100, GAUGE_CELLS)}`;
  const ways = [
    [bar, amount(job), pace(job)],
    [bar, pace(job)],
    [share, pace(job)],
  ].map((parts) => parts.filter(Boolean).join('  '));
  return ways.find((words) => widthOf(words) <= room) ?? bar;
}

/** The files that had to do nothing or were left out, where there are any. */
function unlikeWords({ progress: { filesUnchanged = 0 }, failures }: Job): readonly string[] {
  const skipped = failures.filter(({ outcome }) => outcome === 'skipped').length;
  return [
    ...(filesUnchanged === 0 ? [] : [`${filesUnchanged} unchanged`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
}

function failureWords({ failures }: Job): string {
  const failed = failures.filter(({ outcome }) => outcome === 'failed');
  const [first] = failed;
  if (first === undefined) return 'failed';
  const skipped = failures.length - failed.length;
  if (failed.length === 1 && skipped === 0) return `failed: ${errorWords(first.error)}`;
  return `${failed.length} failed${skipped === 0 ? '' : `, ${skipped} skipped`}, first: ${errorWords(first.error)}`;
}

/** What became of a file that a job did not do, and why. */
export function leftOutWords({ outcome, error }: FileFailure): string {
  return outcome === 'failed' ? `✗ ${errorWords(error)}` : `- skipped: ${errorWords(error)}`;
}

/** Up, down, from cloud to cloud or within this machine; a delete is a cross. */
export function arrowOf({ kind, sources, target }: JobSpec): string {
  if (kind === 'delete' || target === null) return '✗';
  const from = sources[0]?.location.side ?? 'local';
  if (from === target.side) return '→';
  return target.side === 'cloud' ? '⇡' : '⇣';
}

/** The sum of the running jobs for the title line; empty when there is none. */
export function totalsWords(jobs: readonly Job[]): string {
  const running = jobs.filter(
    ({ state, spec }) => (state === 'running' || state === 'waiting') && spec.kind !== 'delete',
  );
  const [first] = running;
  if (first === undefined) return '';
  const files = running.reduce((sum, { progress }) => sum + progress.filesTotal - progress.filesDone, 0);
  const rate = running.reduce((sum, { progress }) => sum + (progress.rate ?? 0), 0);
  const left = running.length === 1 ? first.progress.secondsLeft : secondsForAll(running, rate);
  const words = [`${arrowOf(first.spec)} ${Math.max(files, running.length)} left`];
  if (rate > 0) words.push(formatRate(rate));
  if (left !== null && left > 0) words.push(formatClock(left));
  return words.join('  ');
}

/** The jobs' kinds as verbs. */
export const JOB_VERBS: Readonly<Record<JobKind, string>> = { copy: 'Copy', move: 'Move', delete: 'Delete' };

/** Those that wait have no pace of their own: all that is left, at the pace of those that run. Null while that is not known. */
function secondsForAll(jobs: readonly Job[], rate: number): number | null {
  if (rate <= 0 || jobs.some(({ progress }) => !progress.totalsKnown)) return null;
  const bytes = jobs.reduce((sum, { progress }) => sum + progress.bytesTotal - progress.bytesDone, 0);
  return Math.ceil(bytes / rate);
}

function amount({ progress }: Job): string {
  const files =
    progress.filesTotal > 1
      ? `${progress.filesDone} of ${progress.filesTotal}${progress.totalsKnown ? '' : '+'} files, `
      : '';
  return `${files}${formatBytes(progress.bytesDone)} of ${formatBytes(progress.bytesTotal)}${progress.totalsKnown ? '' : '+'}`;
}

function pace({ progress }: Job): string {
  if (progress.isStalled) return 'stalled';
  if (progress.awaitsAnswer === true) return 'all sent, waits for the answer';
  if (progress.startsAgain === true) return 'cut short, the upload starts again';
  const rate = progress.rate === null ? '' : formatRate(progress.rate);
  return progress.secondsLeft === null ? rate : `${rate}   ${formatClock(progress.secondsLeft)}`;
}
