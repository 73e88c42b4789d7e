import { AppError } from '../domain/app-error.ts';

/** What Ctrl-C asks for: first to come to an end in order, then to stop. */
export interface Interruption {
  /** Fires when everything is to stop at once. */
  readonly signal: AbortSignal;
  /** The first word drains where something can be drained and stops everything else; each word after it stops. */
  readonly interrupt: () => void;
  /** Stops at once. */
  readonly stop: () => void;
  /** While this is so, the first word calls `drain` and stops nothing. Answers the function that ends it. */
  drainWith(drain: () => void): () => void;
}

/** Nothing was said yet. */
export function createInterruption(): Interruption {
  const controller = new AbortController();
  let drain: (() => void) | null = null;
  const stop = (): void => controller.abort(new AppError('cancelled', 'interrupted'));
  return {
    signal: controller.signal,
    interrupt() {
      const first = drain;
      drain = null;
      if (first === null) stop();
      else first();
    },
    stop,
    drainWith(act) {
      drain = act;
      return () => {
        if (drain === act) drain = null;
      };
    },
  };
}
