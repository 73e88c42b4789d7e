/** Milliseconds by which the clocks may differ before signatures suffer. */
const TOLERANCE = 60_000;

/** The time as the server has it, as far as its answers tell. */
export interface ServerClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Takes the `Date` of an answer; true when the time is another one from now on. */
  learn(date: string | null): boolean;
}

/**
 * A server refuses signatures of another time as if the token were wrong, so where this machine's clock is off, the
 * server's own is followed (protocol §1.1, clock).
 */
export function createServerClock(now: () => number): ServerClock {
  let ahead = 0;
  return {
    now: () => now() + ahead,
    learn(date) {
      const time = Date.parse(date ?? '');
      if (Number.isNaN(time) || Math.abs(time - now() - ahead) < TOLERANCE) return false;
      ahead = time - now();
      return true;
    },
  };
}
