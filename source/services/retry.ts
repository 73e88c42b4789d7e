import { setTimeout as delay } from 'node:timers/promises';
import type { AppError } from '../domain/app-error.ts';
import { isAppError } from '../domain/app-error.ts';

/** How often and how patiently to try. Times in milliseconds but for `longestRetryAfter`, which is in seconds. */
export interface RetryPolicy {
  readonly maxTries: number;
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** A Retry-After beyond this is cut to it. */
  readonly longestRetryAfter: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  maxTries: 5,
  firstDelay: 500,
  longestDelay: 20_000,
  longestRetryAfter: 120,
};

export interface Tries {
  readonly policy: RetryPolicy;
  /** False for what must not be done twice; it gets one try. */
  readonly canRepeat: boolean;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1, for the jitter. */
  readonly random: () => number;
  readonly onWait: (error: AppError, nextTryAt: number) => void;
}

/**
 * Calls `attempt` with 1, 2, … until it succeeds, fails for good, or the tries are used up; then the last error comes
 * out. The wait between tries ends at once when the signal fires.
 */
export async function withTries<T>(tries: Tries, attempt: (tryNumber: number) => Promise<T>): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      tries.signal?.throwIfAborted();
      if (!tries.canRepeat || number >= tries.policy.maxTries || !isAppError(error) || !isPassing(error)) throw error;
      const wait = waitBefore(number + 1, error, tries);
      tries.onWait(error, tries.now() + wait);
      await sleep(wait, tries.signal);
    }
  }
}

/** True for what may be over at the next try (protocol §3.6). */
export function isPassing(error: AppError): boolean {
  if (error.code === 'unreachable') return error.reason === 'reset' || error.reason === 'timed-out';
  return error.status === 500 || error.status === 502 || error.status === 503 || error.status === 504;
}

/** Milliseconds: what the server asked for, else twice as long each time, half of it left to chance. */
function waitBefore(tryNumber: number, error: AppError, { policy, random }: Tries): number {
  const doubled = Math.min(policy.longestDelay, policy.firstDelay * 2 ** (tryNumber - 2));
  const own = doubled * (0.5 + random() / 2);
  if (error.retryAfter === undefined) return own;
  // A little chance here too, lest all clients come back in the same instant.
  return Math.min(error.retryAfter, policy.longestRetryAfter) * 1000 + (own * random()) / 4;
}

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
