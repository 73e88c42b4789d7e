import type { Job } from './transfer.ts';

/** Whole percent of the bytes; 100 only once the job is done: that all was sent does not say that all has arrived. */
export function percentDone({ state, progress: { bytesDone, bytesTotal } }: Pick<Job, 'state' | 'progress'>): number {
  if (bytesTotal === 0) return state === 'done' ? 100 : 0;
  const percent = Math.max(0, Math.floor((bytesDone / bytesTotal) * 100));
  return state === 'done' ? percent : Math.min(99, percent);
}
