import { AppError } from '../domain/app-error.ts';

/** What holds a job: paused it stands and can go on, cancelled it is over. */
export class Brakes {
  readonly #cancelled = new AbortController();
  #working = new AbortController();
  #gate: PromiseWithResolvers<void> | null = null;
  #trouble: AppError | null = null;

  get isPaused(): boolean {
    return this.#gate !== null;
  }

  get isCancelled(): boolean {
    return this.#cancelled.signal.aborted;
  }

  /** Why it paused by itself. */
  get trouble(): AppError | null {
    return this.#trouble;
  }

  /** Fires when files under way are to stop: at a pause and at the end. After a pause there is a new one. */
  get workSignal(): AbortSignal {
    return this.#working.signal;
  }

  /** Fires when the job is cancelled. */
  get jobSignal(): AbortSignal {
    return this.#cancelled.signal;
  }

  /** Waits while the job is paused. */
  async whilePaused(): Promise<void> {
    await this.#gate?.promise;
  }

  /** False when it stood already. */
  pause(trouble: AppError | null): boolean {
    if (this.#gate !== null) return false;
    this.#gate = Promise.withResolvers();
    this.#trouble = trouble;
    this.#working.abort(new AppError('cancelled', 'Paused'));
    return true;
  }

  /** Holds what is not begun yet, and lets go on what is. */
  drain(): void {
    this.#gate ??= Promise.withResolvers();
  }

  /** Stops what a drain let go on. */
  stop(): void {
    this.#working.abort(new AppError('cancelled', 'Paused'));
  }

  /** False when it was not paused. */
  resume(): boolean {
    const gate = this.#gate;
    if (gate === null) return false;
    this.#gate = null;
    this.#trouble = null;
    if (!this.isCancelled) this.#working = new AbortController();
    gate.resolve();
    return true;
  }

  cancel(): void {
    const reason = new AppError('cancelled', 'Cancelled');
    this.#cancelled.abort(reason);
    this.#working.abort(reason);
    this.resume();
  }
}
