import { toErrorRecord, type AppError } from '../domain/app-error.ts';
import type { FileFailure, JobProgress, Moved, Trashed } from '../domain/transfer.ts';
import { LeftOuts, type LeftOut } from './left-outs.ts';
import { Meter } from './meter.ts';
import type { Item, Outcome } from './work.ts';

/** Milliseconds for which a rate and a time left are kept: nobody reads them faster, and each change is bytes on a slow line. */
const PACE_KEPT = 1000;
/** Milliseconds for which it is told that an upload began anew. */
const AGAIN_TOLD = 5000;

/** How the job stands whose progress is told. */
export interface Standing {
  readonly isRunning: boolean;
  readonly isUpload: boolean;
  readonly totalsKnown: boolean;
  /** Nothing under way has a byte left to hand over. */
  readonly isAllSent: boolean;
}

/** What a job has counted so far. */
export class Tally {
  readonly meter: Meter;
  filesDone = 0;
  filesTotal = 0;
  filesUnchanged = 0;
  bytesDone = 0;
  bytesTotal = 0;
  current: string | null = null;
  readonly trashed: Trashed[] = [];
  readonly moved: Moved[] = [];
  readonly #leftOut: LeftOuts;
  #startedAgainAt = -Infinity;
  #pace: { readonly rate: number; readonly secondsLeft: number | null; readonly at: number } | null = null;

  constructor(now: number, failures: readonly FileFailure[]) {
    this.meter = new Meter(now);
    this.#leftOut = new LeftOuts(failures);
  }

  found(item: Item): void {
    this.filesTotal += 1;
    this.bytesTotal += item.entry.size ?? 0;
    this.#leftOut.found(item.from);
  }

  bytes(count: number, now: number): void {
    this.bytesDone += count;
    this.meter.add(count, now);
  }

  /** A file whose bytes had begun to go begins anew. */
  startsAgain(now: number): void {
    this.#startedAgainAt = now;
  }

  /** Done before the program ended the last time. */
  doneBefore(item: Item): void {
    this.found(item);
    this.filesDone += 1;
    this.bytesDone += item.entry.size ?? 0;
  }

  /** Skipped before the program ended the last time. */
  skippedBefore(item: Item, failure: FileFailure): void {
    this.filesTotal += 1;
    this.#leftOut.add(failure, item);
  }

  /** It is there, or gone, as was wanted. `bytes` is what went on its way. */
  ended(item: Item, outcome: Outcome, bytes: number): void {
    this.filesDone += 1;
    if (outcome.kind === 'unchanged') this.filesUnchanged += 1;
    if (outcome.kind === 'trashed') this.trashed.push({ from: item.from, at: outcome.at });
    // The file may have grown or shrunk since it was found; and what was there already did not have to go.
    this.bytesTotal += (outcome.kind === 'unchanged' ? 0 : bytes) - (item.entry.size ?? 0);
  }

  /** A folder is no file: once it is walked, its entries count. */
  walked(item: Item): void {
    this.filesTotal -= 1;
    this.bytesTotal -= item.entry.size ?? 0;
  }

  leftOut(item: Item, outcome: FileFailure['outcome'], error: AppError): void {
    this.bytesTotal -= item.entry.size ?? 0;
    this.#leftOut.add({ location: item.from, outcome, error: toErrorRecord(error) }, item);
  }

  /** Hands out what failed or was skipped, to be tried again, and forgets that it was. */
  takeLeftOut(): readonly LeftOut[] {
    const all = this.#leftOut.takeAll();
    this.filesTotal -= all.length;
    return all;
  }

  /** All that there is has been found: what was left out in an earlier life and is not there any more is told no more. */
  foundAll(): void {
    this.#leftOut.forgetUnfound();
  }

  get hasFailed(): boolean {
    return this.failures.some(({ outcome }) => outcome === 'failed');
  }

  /** A folder that could not be walked, or not be left, counts as a file that failed. */
  folderFailed(item: Item, error: AppError): void {
    this.filesTotal += 1;
    this.bytesTotal += item.entry.size ?? 0;
    this.leftOut(item, 'failed', error);
  }

  get failures(): readonly FileFailure[] {
    return this.#leftOut.failures;
  }

  progress(now: number, { isRunning, isUpload, totalsKnown, isAllSent }: Standing): JobProgress {
    const { filesDone, filesTotal, filesUnchanged, bytesDone, bytesTotal, current } = this;
    const { rate, secondsLeft } = isRunning ? this.#paceAt(now) : this.#noPace();
    const isStill = isRunning && this.meter.isStalled(now);
    return {
      filesDone,
      filesTotal,
      filesUnchanged,
      bytesDone,
      bytesTotal,
      totalsKnown,
      current: isRunning ? current : null,
      rate,
      // How long the other end takes for its answer nobody can tell.
      secondsLeft: totalsKnown && bytesDone < bytesTotal ? secondsLeft : null,
      isStalled: isStill && !isAllSent,
      ...(isStill && isAllSent ? { awaitsAnswer: true } : {}),
      ...(isRunning && isUpload && now - this.#startedAgainAt < AGAIN_TOLD ? { startsAgain: true } : {}),
    };
  }

  /** The pace of the last look, or a fresh one where that is a second old. */
  #paceAt(now: number): Pick<JobProgress, 'rate' | 'secondsLeft'> {
    const kept = this.#pace;
    if (kept !== null && now - kept.at < PACE_KEPT) return kept;
    const rate = this.meter.rate(now);
    const secondsLeft = this.meter.secondsLeft(this.bytesTotal - this.bytesDone, now);
    this.#pace = rate === null ? null : { rate, secondsLeft, at: now };
    return { rate, secondsLeft };
  }

  #noPace(): Pick<JobProgress, 'rate' | 'secondsLeft'> {
    this.#pace = null;
    return { rate: null, secondsLeft: null };
  }
}
