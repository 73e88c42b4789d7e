import type { JobRun } from './job-run.ts';
import type { PastJob } from './journal-record.ts';

/** The jobs in the order in which they are to be taken up. */
export class JobList {
  readonly #runs: JobRun[] = [];
  readonly #pasts = new Map<JobRun, PastJob | null>();
  readonly #starting = new Set<JobRun>();
  readonly #held = new Map<JobRun, NodeJS.Timeout>();

  get all(): readonly JobRun[] {
    return [...this.#runs];
  }

  get running(): readonly JobRun[] {
    return this.#runs.filter((run) => run.state === 'running' || run.state === 'asking');
  }

  find(jobId: string): JobRun | undefined {
    return this.#runs.find((run) => run.id === jobId);
  }

  add(run: JobRun, past: PastJob | null): void {
    this.#runs.push(run);
    this.#pasts.set(run, past);
  }

  remove(run: JobRun): void {
    const at = this.#runs.indexOf(run);
    if (at >= 0) this.#runs.splice(at, 1);
    this.#pasts.delete(run);
  }

  /** Up (-1) or down (1) by one. */
  move(run: JobRun, by: -1 | 1): void {
    const at = this.#runs.indexOf(run);
    const other = this.#runs[at + by];
    if (at < 0 || other === undefined) return;
    this.#runs[at] = other;
    this.#runs[at + by] = run;
  }

  /** It is not taken up before so many milliseconds have passed; `onRelease` is told when they have. */
  hold(run: JobRun, milliseconds: number, onRelease: () => void): void {
    const timer = setTimeout(() => {
      this.release(run);
      onRelease();
    }, milliseconds);
    this.#held.set(run, timer);
  }

  /** Ends the hold, if there is one, without a word. */
  release(run: JobRun): void {
    clearTimeout(this.#held.get(run));
    this.#held.delete(run);
  }

  isHeld(run: JobRun): boolean {
    return this.#held.has(run);
  }

  /** True from when it is taken up until it has begun: it is being written down meanwhile. */
  isStarting(run: JobRun): boolean {
    return this.#starting.has(run);
  }

  /** The start of a job, with what is known of its past. */
  starting(run: JobRun, start: (run: JobRun, past: PastJob | null) => Promise<void>): () => Promise<void> {
    return async () => {
      this.#starting.add(run);
      try {
        await start(run, this.#pasts.get(run) ?? null);
      } finally {
        this.#starting.delete(run);
      }
    };
  }
}

/** True while the job is at work or is going to be without anybody's doing. */
export function isBusy(run: JobRun): boolean {
  return run.state === 'waiting' || run.state === 'running' || run.state === 'asking';
}
