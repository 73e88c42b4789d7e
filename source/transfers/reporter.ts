import type { Job } from '../domain/transfer.ts';

/** Milliseconds between two reports of one job. */
const INTERVAL = 100;

/** Tells listeners how a job stands, at most ten times a second, and always how it ended. */
export class Reporter {
  readonly #listeners = new Set<(job: Job) => void>();
  readonly #pending = new Map<string, NodeJS.Timeout>();
  readonly #lastAt = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  subscribe(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Something about the job changed; what it is then is asked when it is told. */
  changed(jobId: string, snapshot: () => Job): void {
    if (this.#pending.has(jobId)) return;
    const wait = (this.#lastAt.get(jobId) ?? -Infinity) + INTERVAL - this.#now();
    if (wait <= 0) this.tell(jobId, snapshot());
    else
      this.#pending.set(
        jobId,
        setTimeout(() => this.tell(jobId, snapshot()), wait),
      );
  }

  /** Tells it now, whatever was told before. */
  tell(jobId: string, job: Job): void {
    clearTimeout(this.#pending.get(jobId));
    this.#pending.delete(jobId);
    this.#lastAt.set(jobId, this.#now());
    for (const listener of this.#listeners) listener(job);
  }

  /** No more will be told of it until it changes again. */
  forget(jobId: string): void {
    clearTimeout(this.#pending.get(jobId));
    this.#pending.delete(jobId);
    this.#lastAt.delete(jobId);
  }
}
