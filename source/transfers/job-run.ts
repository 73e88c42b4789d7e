import { toErrorRecord, type AppError } from '../domain/app-error.ts';
import type { Job, JobSpec, JobState, TakenAnswer, TakenPolicy } from '../domain/transfer.ts';
import { Brakes } from './brakes.ts';
import { JobMemory } from './job-memory.ts';
import { JobWork } from './job-work.ts';
import type { JobLog } from './journal.ts';
import type { PastJob } from './journal-record.ts';
import { Questions } from './questions.ts';
import { Tally } from './tally.ts';
import type { WorkOptions } from './work-parts.ts';

export interface JobRunOptions extends WorkOptions {
  readonly spec: JobSpec;
  /** What the journal knows of it, when it was begun before. */
  readonly past: PastJob | null;
  readonly onChange: () => void;
}

/** One job: how it stands, and all that can be done to it. */
export class JobRun {
  readonly #options: JobRunOptions;
  readonly #brakes = new Brakes();
  readonly #questions: Questions;
  readonly #memory: JobMemory;
  readonly #tally: Tally;
  readonly #work: JobWork;
  #state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  #policyForAll: TakenPolicy | null;
  #startedAt: number | null = null;
  #endedAt: number | null = null;

  constructor(options: JobRunOptions) {
    const { spec, past, now, onChange } = options;
    this.#options = options;
    this.#questions = new Questions(spec.id);
    this.#memory = new JobMemory(spec.id, past);
    this.#tally = new Tally(now(), this.#memory.failures);
    this.#policyForAll = this.#memory.policy;
    this.#state = past?.end ?? 'waiting';
    this.#work = new JobWork(options, {
      spec,
      brakes: this.#brakes,
      memory: this.#memory,
      tally: this.#tally,
      questions: this.#questions,
      policy: () => this.#policy,
      onChange,
      onTrouble: (error) => this.pause(error),
    });
  }

  get id(): string {
    return this.#options.spec.id;
  }

  get state(): JobState {
    if (this.hasEnded) return this.#state;
    if (this.#brakes.isPaused && !this.#isDraining) return 'paused';
    return this.#state === 'running' && this.#questions.first !== null ? 'asking' : this.#state;
  }

  /** Whether it has been begun and is not at its end; a paused one is. */
  get isBegun(): boolean {
    return this.#state === 'running';
  }

  get hasEnded(): boolean {
    return this.#state === 'done' || this.#state === 'failed' || this.#state === 'cancelled';
  }

  /** The job as it is now. */
  snapshot(): Job {
    const { state } = this;
    const { trouble } = this.#brakes;
    const isRunning = state === 'running' || state === 'asking';
    return {
      spec: this.#options.spec,
      state,
      progress: this.#tally.progress(this.#options.now(), {
        isRunning,
        isUpload: this.#options.spec.target?.side === 'cloud',
        totalsKnown: this.#work.totalsKnown,
        isAllSent: this.#work.isAllSent,
      }),
      failures: this.#tally.failures,
      question: state === 'asking' ? this.#questions.first : null,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      ...(trouble === null ? {} : { pausedBecause: toErrorRecord(trouble) }),
      ...(this.#tally.trashed.length === 0 ? {} : { trashed: [...this.#tally.trashed] }),
      ...(this.#tally.moved.length === 0 || !this.hasEnded ? {} : { moved: [...this.#tally.moved] }),
    };
  }

  /** From here on what happens is written down. */
  attach(log: JobLog): void {
    this.#memory.attach(log);
  }

  /** Runs it to its end, through all its pauses and questions. Never rejects for what the person can understand. */
  async run(): Promise<void> {
    this.#begin();
    this.#startedAt = this.#options.now();
    await this.#work.run();
    await this.#end();
  }

  /** True for an ended job of which something failed or was skipped. */
  get canRetry(): boolean {
    return this.#state === 'failed' || (this.#state === 'done' && this.#tally.failures.length > 0);
  }

  /** Whether what happens is written down. */
  get isKept(): boolean {
    return this.#memory.isKept;
  }

  /**
   * Tries what failed or was skipped again. Who skipped a taken name is asked about it anew, whatever was to go for all;
   * what failed keeps the rule it had, but for what is yet to be found in a folder.
   */
  async retry(): Promise<void> {
    const before = this.#policy;
    this.#memory.again();
    this.#begin();
    this.#startedAt ??= this.#options.now();
    const isAskedAnew = this.#tally.failures.some(
      ({ outcome, error }) => outcome === 'skipped' && error.code === 'name-taken',
    );
    if (isAskedAnew) this.#decide('ask');
    await this.#work.retry(before);
    await this.#end();
  }

  get #policy(): TakenPolicy {
    return this.#policyForAll ?? this.#options.spec.taken;
  }

  #decide(policy: TakenPolicy): void {
    this.#policyForAll = policy;
    this.#memory.decided(policy);
  }

  pause(trouble: AppError | null = null): void {
    if (this.hasEnded) return;
    // A second word, after a drain, stops what is under way.
    if (!this.#brakes.pause(trouble)) this.#brakes.stop();
    this.#options.onChange();
  }

  /** Begins no other file; it counts as paused once those under way have ended. */
  drain(): void {
    if (this.hasEnded) return;
    this.#brakes.drain();
    this.#options.onChange();
  }

  get #isDraining(): boolean {
    return this.#work.inFlight > 0 && !this.#brakes.workSignal.aborted;
  }

  resume(): void {
    if (!this.#brakes.resume()) return;
    // The time that nothing was to move is no slowness.
    this.#tally.meter.restart(this.#options.now());
    this.#options.onChange();
  }

  cancel(): void {
    if (this.hasEnded) return;
    this.#brakes.cancel();
    this.#questions.clear();
    this.#work.abandon();
    if (this.#state === 'waiting') void this.#end();
    this.#options.onChange();
  }

  /** True when the question was one of this job's. */
  answer(questionId: string, { choice, forAll }: TakenAnswer): boolean {
    const asked = this.#questions.take(questionId);
    if (asked === null) return false;
    this.#work.goOn({ ...asked, policy: choice });
    if (forAll) {
      this.#decide(choice);
      for (const item of this.#questions.takeAll()) this.#work.goOn(item);
    }
    this.#tally.meter.restart(this.#options.now());
    this.#options.onChange();
    return true;
  }

  /** Removes what an ended job left lying about for a retry that will not come. */
  async discardParts(): Promise<void> {
    this.#memory.close();
    await this.#memory.discardParts(this.#options.storeFor);
  }

  /** Stops for the end of the program: nothing more is done or written down, and the parts stay. */
  suspend(): void {
    this.#brakes.pause(null);
    this.#memory.close();
  }

  #begin(): void {
    this.#state = 'running';
    this.#endedAt = null;
    this.#tally.meter.restart(this.#options.now());
    this.#options.onChange();
  }

  async #end(): Promise<void> {
    const state = this.#brakes.isCancelled ? 'cancelled' : this.#tally.hasFailed ? 'failed' : 'done';
    // A cancelled one is over at once for the person; its parts go right after.
    if (this.#state === 'waiting') this.#state = state;
    if (state !== 'failed') await this.#memory.discardParts(this.#options.storeFor);
    this.#state = state;
    this.#memory.end(state, this.canRetry);
    this.#endedAt = this.#options.now();
    this.#options.onChange();
  }
}
