import { AppError, fromErrorRecord } from '../domain/app-error.ts';
import type { Job, JobSpec } from '../domain/transfer.ts';
import type { CommandContext } from './command.ts';

/**
 * Runs a job to its end. Rejects with the reason of its first failure; a job that pauses by itself rejects too, and goes
 * on when the person lets it. @throws AppError
 */
export async function runJob({ engine }: CommandContext, spec: JobSpec): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const unsubscribe = engine.subscribe((job) => {
    if (job.spec.id !== spec.id) return;
    const error = whyNotDone(job);
    if (error !== null) reject(error);
    else if (job.state === 'done') resolve();
  });
  engine.add(spec);
  try {
    await promise;
  } finally {
    unsubscribe();
  }
}

/** Why it came to no good end; null while it may still, and when it did. */
function whyNotDone({ state, failures, pausedBecause }: Job): AppError | null {
  if (state === 'cancelled') return new AppError('cancelled', 'It was cancelled');
  if (state === 'paused' && pausedBecause !== undefined) return fromErrorRecord(pausedBecause);
  const [first] = failures;
  if (state !== 'failed' && !(state === 'done' && first !== undefined)) return null;
  return first === undefined ? new AppError('some-failed', 'The transfer failed') : fromErrorRecord(first.error);
}
