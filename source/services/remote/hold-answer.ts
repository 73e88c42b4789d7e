import type { StreamAnswer } from '../http/wire-request.ts';

/** Milliseconds that an answer may wait for its reader. */
const PATIENCE = 15_000;

export interface HeldAnswer {
  /** The answer; null when it was let go of, and must be asked for again. */
  take(): StreamAnswer | null;
}

/** Keeps an answer for a reader that may never come: one that nobody takes in time gives its connection back. */
export function holdAnswer(answer: StreamAnswer): HeldAnswer {
  let held: StreamAnswer | null = answer;
  const timer = setTimeout(() => {
    held?.cancel();
    held = null;
  }, PATIENCE);
  timer.unref();
  return {
    take() {
      clearTimeout(timer);
      const taken = held;
      held = null;
      return taken;
    },
  };
}
