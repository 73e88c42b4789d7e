import { randomUUID } from 'node:crypto';
import type { Metadata } from '../metadata/metadata.ts';
import { exchangeRunning, runningElsewhere } from '../rules/running.ts';
import type { UserLimits } from './user-limits.ts';

/** Milliseconds. */
const EVERY = 1000;

/**
 * Lets all servers on the same metadata count together what a user has running, each a second late at most. Answers what
 * ends it. While the metadata can not be had each server counts for itself.
 */
export function shareLimits(limits: UserLimits, metadata: Metadata): () => Promise<void> {
  const server = randomUUID();
  let hasTold = false;
  const exchange = async (): Promise<void> => {
    const counts = limits.many();
    const isQuiet = counts.size === 0 && !hasTold;
    try {
      limits.note(
        isQuiet
          ? await metadata.read((tx) => runningElsewhere(tx, server))
          : await metadata.write((tx) => exchangeRunning(tx, server, counts)),
      );
      hasTold = counts.size > 0;
    } catch {
      limits.note(new Map());
    }
  };
  let running = Promise.resolve();
  let isFree = true;
  const timer = setInterval(() => {
    if (!isFree) return;
    isFree = false;
    running = exchange().finally(() => {
      isFree = true;
    });
  }, EVERY);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
