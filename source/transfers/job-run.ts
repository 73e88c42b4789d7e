import { AppError, isAppError } from '../domain/app-error.ts';
import { isFolderLike } from '../domain/entry.ts';
import type { Job, JobSpec, JobState, TakenAnswer, TakenPolicy } from '../domain/transfer.ts';
import { nameOf, toPlainPath } from '../domain/location.ts';
import type { ItemContext, StoreFor } from './context.ts';
import { doItem } from './do-item.ts';
import { folderWork } from './enter-folder.ts';
import { leaveFolder } from './leave-folder.ts';
import { Questions } from './questions.ts';
import type { Slots } from './slots.ts';
import type { Pace } from './source-of.ts';
import { Tally } from './tally.ts';
import { openTarget } from './target-folder.ts';
import { walkFolder } from './walk-folder.ts';
import { WorkQueue } from './work-queue.ts';
import type { FolderWork, Item, Outcome } from './work.ts';

/** Folders listed at the same time. */
const WALKERS = 4;
/** Sources from which the target folder is worth a listing. */
const MANY_SOURCES = 8;

export interface JobRunOptions {
  readonly spec: JobSpec;
  readonly storeFor: StoreFor;
  readonly slots: Slots;
  /** The most files at once that there may ever be room for. */
  readonly runners: number;
  readonly now: () => number;
  readonly pace: Pace;
  readonly retryDelay: (tries: number) => number;
  /** Errors that pause the job, with the file put back, instead of failing the file. */
  readonly pausesOn: (error: AppError) => boolean;
  readonly onChange: () => void;
}

/** One job under way: its entries, its pauses and its questions. */
export class JobRun {
  readonly #options: JobRunOptions;
  readonly #questions: Questions;
  readonly #tally: Tally;
  readonly #cancelled = new AbortController();
  #working = new AbortController();
  #gate: PromiseWithResolvers<void> | null = null;
  #queue = new WorkQueue();
  #root: FolderWork | null = null;
  /** Folders whose entries are not all known. */
  #unwalked = 0;
  #state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' = 'waiting';
  #trouble: AppError | null = null;
  #policyForAll: TakenPolicy | null = null;
  #startedAt: number | null = null;
  #endedAt: number | null = null;

  constructor(options: JobRunOptions) {
    this.#options = options;
    this.#questions = new Questions(options.spec.id);
    this.#tally = new Tally(options.now());
  }

  get id(): string {
    return this.#options.spec.id;
  }

  get state(): JobState {
    if (this.#state !== 'running' && this.#state !== 'waiting') return this.#state;
    if (this.#gate !== null) return 'paused';
    return this.#state === 'running' && this.#questions.first !== null ? 'asking' : this.#state;
  }

  /** Whether it has been begun and is not at its end; a paused one is. */
  get isBegun(): boolean {
    return this.#state === 'running';
  }

  /** The job as it is now. */
  snapshot(): Job {
    const state = this.state;
    const isRunning = state === 'running' || state === 'asking';
    const trouble = this.#trouble;
    return {
      spec: this.#options.spec,
      state,
      progress: this.#tally.progress(this.#options.now(), { isRunning, totalsKnown: this.#unwalked === 0 }),
      failures: this.#tally.failures,
      question: state === 'asking' ? this.#questions.first : null,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      ...(trouble === null ? {} : { pausedBecause: { code: trouble.code, message: trouble.message } }),
    };
  }

  /** Runs it to its end, through all its pauses and questions. Never rejects for what the person can understand. */
  async run(): Promise<void> {
    const { spec, now } = this.#options;
    this.#begin();
    this.#startedAt = now();
    const root = folderWork(null, spec.target, this.#openTarget());
    this.#root = root;
    const isAlone = spec.sources.length === 1;
    for (const { location, entry } of spec.sources) {
      // A volume may be called `one/two`, which is no name anywhere else.
      const ownName = nameOf(location).replaceAll('/', '-');
      const name = isAlone ? (spec.targetName ?? ownName) : ownName;
      this.#add({ folder: root, from: location, entry, name, isChosen: true });
    }
    await this.#work(root);
  }

  /** Tries what failed again. The same promise as `run`. */
  async retry(): Promise<void> {
    const root = this.#root;
    if (root === null) return this.run();
    this.#begin();
    this.#endedAt = null;
    root.pending += 1;
    root.target = this.#openTarget();
    root.target.catch(() => undefined);
    for (const item of this.#tally.takeFailed()) this.#takeUpAgain(item);
    return this.#work(root);
  }

  pause(trouble: AppError | null = null): void {
    if (this.#gate !== null || (this.#state !== 'running' && this.#state !== 'waiting')) return;
    this.#gate = Promise.withResolvers();
    this.#trouble = trouble;
    this.#working.abort(new AppError('cancelled', 'Paused'));
    this.#options.onChange();
  }

  resume(): void {
    const gate = this.#gate;
    if (gate === null) return;
    this.#gate = null;
    this.#trouble = null;
    if (!this.#cancelled.signal.aborted) this.#working = new AbortController();
    this.#tally.meter.restart(this.#options.now());
    gate.resolve();
    this.#options.onChange();
  }

  cancel(): void {
    if (this.#state !== 'running' && this.#state !== 'waiting') return;
    const reason = new AppError('cancelled', 'Cancelled');
    if (this.#state === 'waiting') this.#end('cancelled');
    this.#cancelled.abort(reason);
    this.#working.abort(reason);
    this.#questions.clear();
    this.resume();
    this.#queue.abandon();
  }

  /** True when the question was one of this job's. */
  answer(questionId: string, { choice, forAll }: TakenAnswer): boolean {
    const asked = this.#questions.take(questionId);
    if (asked === null) return false;
    this.#queue.push({ ...asked, policy: choice });
    if (forAll) {
      this.#policyForAll = choice;
      for (const item of this.#questions.takeAll()) this.#queue.push(item);
    }
    this.#tally.meter.restart(this.#options.now());
    this.#options.onChange();
    return true;
  }

  #begin(): void {
    this.#state = 'running';
    this.#queue = new WorkQueue();
    this.#unwalked = 0;
    this.#tally.meter.restart(this.#options.now());
  }

  async #openTarget() {
    const { spec, storeFor } = this.#options;
    const signal = this.#cancelled.signal;
    if (spec.target === null) return { standing: new Map(), isComplete: false, identity: null };
    return openTarget(storeFor(spec.target), spec.target, {
      isWorthListing: spec.sources.length >= MANY_SOURCES,
      signal,
    });
  }

  async #work(root: FolderWork): Promise<void> {
    this.#options.onChange();
    const walkers = Array.from({ length: WALKERS }, async () => this.#walkAll());
    const runners = Array.from({ length: this.#options.runners }, async () => this.#runAll());
    // The hold that keeps the list of sources from counting as done while it was being made.
    await this.#finished(root, true);
    await Promise.all([...walkers, ...runners]);
    const end = this.#cancelled.signal.aborted ? 'cancelled' : this.#tally.hasFailed ? 'failed' : 'done';
    this.#end(end);
  }

  #end(state: 'done' | 'failed' | 'cancelled'): void {
    this.#state = state;
    this.#endedAt = this.#options.now();
    this.#unwalked = 0;
    this.#options.onChange();
  }

  #add(item: Item): void {
    item.folder.pending += 1;
    this.#queueUp(item);
  }

  #queueUp(item: Item): void {
    if (isFolderLike(item.entry)) this.#unwalked += 1;
    this.#tally.found(item);
    this.#queue.push(item);
  }

  /** A folder above it that was done is open again. */
  #takeUpAgain(item: Item): void {
    for (let at: Item | null = item; at !== null; at = at.folder.item) {
      at.folder.lacking -= 1;
      at.folder.pending += 1;
      if (at.folder.pending > 1) break;
    }
    this.#queueUp(item);
  }

  async #walkAll(): Promise<void> {
    for (;;) {
      await this.#gate?.promise;
      const work = await this.#queue.takeFolder();
      if (work === null) return;
      try {
        await walkFolder(work, this.#context(), (item) => this.#add(item));
        await this.#finished(work, true);
      } catch (error) {
        this.#folderFailed(work, error);
        await this.#finished(work, false);
      }
      this.#unwalked -= 1;
      this.#options.onChange();
    }
  }

  async #runAll(): Promise<void> {
    for (;;) {
      await this.#gate?.promise;
      const item = await this.#queue.takeItem();
      if (item === null) return;
      await this.#attempt(item);
    }
  }

  async #attempt(item: Item): Promise<void> {
    const { signal } = this.#working;
    let bytes = 0;
    const context = this.#context((count) => {
      bytes += count;
      this.#tally.bytes(count, this.#options.now());
      this.#options.onChange();
    });
    let release: (() => void) | null = null;
    try {
      release = await this.#options.slots.take(signal);
      this.#tally.current = toPlainPath(item.from);
      const outcome = await doItem(item, context);
      release();
      await this.#settle(item, outcome, bytes);
    } catch (error) {
      release?.();
      await this.#failed(item, error, signal);
    }
    this.#options.onChange();
  }

  async #settle(item: Item, outcome: Outcome, bytes: number): Promise<void> {
    if (outcome.kind === 'ask') {
      this.#questions.ask(item, outcome);
      return;
    }
    if (outcome.kind === 'walk') {
      this.#tally.walked(item);
      this.#queue.pushFolder(outcome.work);
      return;
    }
    if (isFolderLike(item.entry)) this.#unwalked -= 1;
    if (outcome.kind === 'skipped') {
      this.#tally.leftOut(
        item,
        'skipped',
        new AppError('name-taken', outcome.reason, { path: toPlainPath(item.from) }),
      );
      return this.#finished(item.folder, false);
    }
    if (outcome.kind === 'unchanged') this.#tally.unchanged(item);
    else this.#tally.done(item, bytes);
    return this.#finished(item.folder, true);
  }

  async #failed(item: Item, error: unknown, signal: AbortSignal): Promise<void> {
    if (this.#cancelled.signal.aborted) return;
    if (signal.aborted) {
      this.#queue.putBack(item);
      return;
    }
    const cause = toAppError(error);
    if (this.#options.pausesOn(cause)) {
      this.#queue.putBack(item);
      this.pause(cause);
      return;
    }
    if (isFolderLike(item.entry)) this.#unwalked -= 1;
    this.#tally.leftOut(item, 'failed', cause);
    await this.#finished(item.folder, false);
  }

  /** One entry of the folder, or the listing of it, is finished; and with it perhaps the folder, and those above. */
  async #finished(folder: FolderWork, isWhole: boolean): Promise<void> {
    let isFine = isWhole;
    for (let at: FolderWork | null = folder; at !== null; at = at.item?.folder ?? null) {
      if (!isFine) at.lacking += 1;
      at.pending -= 1;
      if (at.pending > 0) return;
      isFine = at.lacking === 0 && (await this.#leave(at));
      if (at.item === null) this.#queue.close();
    }
  }

  /** Ends a walked folder: a move takes the empty source away. */
  async #leave({ item }: Pick<FolderWork, 'item'>): Promise<boolean> {
    if (item === null || this.#options.spec.kind !== 'move' || this.#cancelled.signal.aborted) return true;
    try {
      await leaveFolder(this.#options.storeFor(item.from), item.from, item.entry.identity, this.#cancelled.signal);
      return true;
    } catch (error) {
      this.#folderFailed({ item }, error);
      return false;
    }
  }

  #folderFailed({ item }: Pick<FolderWork, 'item'>, error: unknown): void {
    if (item !== null && !this.#cancelled.signal.aborted) this.#tally.folderFailed(item, toAppError(error));
  }

  #context(onBytes: (bytes: number) => void = () => undefined): ItemContext {
    const { spec, storeFor, pace, retryDelay } = this.#options;
    return {
      kind: spec.kind,
      storeFor,
      policy: this.#policyForAll ?? spec.taken,
      signal: this.#working.signal,
      jobSignal: this.#cancelled.signal,
      pace,
      onBytes,
      retryDelay,
    };
  }
}

/** A bug in one file must not take the other files along; it is told with its own words. */
function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError('unsupported', error instanceof Error ? error.message : String(error), { cause: error });
}
