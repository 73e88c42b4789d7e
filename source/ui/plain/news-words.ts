import { errorWords } from '../../domain/error-words.ts';
import { formatBytes, formatClock, formatRate } from '../../domain/format.ts';
import { nameOf, toPlainPath } from '../../domain/location.ts';
import type { RequestRecord } from '../../domain/request-record.ts';
import type { UndoRecord } from '../../domain/undo.ts';
import { percentDone } from '../../domain/percent-done.ts';
import type { Job, JobSpec } from '../../domain/transfer.ts';

const VERBS = {
  copy: ['Copy', 'Copying', 'Copied'],
  move: ['Move', 'Moving', 'Moved'],
  delete: ['Delete', 'Deleting', 'Deleted'],
} as const;

/** How a job stands, as a sentence. */
export function jobSentence(job: Job): string {
  const [plain, doing, done] = VERBS[job.spec.kind];
  const what = whatWords(job.spec);
  switch (job.state) {
    case 'waiting':
      return job.spec.holdFor === undefined
        ? `${plain} ${what}: waits for its turn.`
        : `${doing} ${what} in a few seconds; "undo" calls it back.`;
    case 'running':
      return `${doing} ${what}${progressWords(job)}.`;
    case 'paused':
      return `${plain} ${what}: paused${job.pausedBecause === undefined ? '' : `, ${errorWords(job.pausedBecause)}`}.`;
    case 'asking':
      return `${plain} ${what}: waits for an answer.`;
    case 'done':
      return [`${done} ${what}.`, skippedWords(job)].filter(Boolean).join(' ');
    case 'cancelled':
      return `${plain} ${what}: cancelled.`;
    case 'failed':
      return [`${plain} ${what}: failed.`, failureWords(job)].filter(Boolean).join(' ');
  }
}

/** One request as a sentence: what came of it, code and meaning, then what was asked for. */
export function requestSentence(record: RequestRecord, now: number): string {
  const { status, meaning, method, path, outcome, tries, maxTries, oopsId } = record;
  const answer = status === null ? `no answer, ${meaning}` : `${status} ${meaning}`;
  const what = `${method} ${path}`;
  if (outcome === 'running') return `${what}: under way.`;
  if (outcome === 'cancelled') return `${what}: called off.`;
  if (outcome === 'waiting') {
    const seconds = Math.max(0, Math.ceil(((record.nextTryAt ?? now) - now) / 1000));
    return `${what}: ${answer}. Again in ${seconds} s, try ${tries + 1} of ${maxTries}.`;
  }
  const count = tries > 1 ? ` after ${tries} tries` : '';
  return `${what}: ${answer}${count}.${oopsId === null ? '' : ` Oops ID ${oopsId}.`}`;
}

/** What was done at once and can be taken back; null for what its job or a notice tells already. */
export function deedSentence(record: UndoRecord): string | null {
  if (record.kind === 'make-folder') return `${toPlainPath(record.at)} is there now.`;
  return record.kind === 'move' ? `${nameOf(record.from)} is now ${toPlainPath(record.to)}.` : null;
}

/** True for what a person has to hear of: that something is not found is often just what the program wanted to know. */
export function isTrouble({ outcome, status }: RequestRecord): boolean {
  return outcome === 'waiting' || (outcome === 'failed' && status !== 404);
}

function whatWords({ sources, target, targetName, kind }: JobSpec): string {
  const [first] = sources;
  const what = sources.length === 1 && first !== undefined ? nameOf(first.location) : `${sources.length} entries`;
  if (kind === 'delete' || target === null) return what;
  const folder = toPlainPath(target);
  return `${what} to ${targetName === undefined ? folder : `${folder.replace(/\/$/, '')}/${targetName}`}`;
}

function progressWords(job: Job): string {
  const { spec, progress } = job;
  const { bytesTotal, filesDone, filesTotal, rate, secondsLeft } = progress;
  if (filesTotal === 0) return '';
  if (spec.kind === 'delete') return `, ${filesDone} of ${filesTotal}`;
  if (bytesTotal === 0) return '';
  const words = [`, ${percentDone(job)} percent of ${formatBytes(bytesTotal)}`];
  if (rate !== null) words.push(formatRate(rate));
  if (secondsLeft !== null) words.push(`${formatClock(secondsLeft)} left`);
  return words.join(', ');
}

function skippedWords({ failures }: Job): string {
  const skipped = failures.filter(({ outcome }) => outcome === 'skipped');
  const [first] = skipped;
  if (first === undefined) return '';
  const more = skipped.length === 1 ? '' : `, and ${skipped.length - 1} more`;
  return `Skipped: ${errorWords(first.error)}${more}.`;
}

function failureWords({ failures }: Job): string {
  const failed = failures.filter(({ outcome }) => outcome === 'failed');
  return failed.map(({ location, error }) => `${toPlainPath(location)}: ${errorWords(error)}.`).join(' ');
}
