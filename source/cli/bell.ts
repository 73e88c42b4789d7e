import type { Job } from '../domain/transfer.ts';
import type { AppState } from '../state/app-state.ts';

const BELL = '\u0007';

/** Rings once for each transfer that has ended since the last look and took so long as the settings say, or longer. */
export function createBell(send: (sequence: string) => void): (state: AppState) => void {
  let before: readonly Job[] = [];
  return ({ jobs, settings: { bellAfter } }) => {
    if (jobs === before) return;
    const ended = jobs.filter((job) => hasEnded(job) && wasUnderWay(before, job));
    before = jobs;
    if (bellAfter !== null && ended.some((job) => secondsOf(job) >= bellAfter)) send(BELL);
  };
}

/** What was cancelled ended because the person is here. */
function hasEnded({ state }: Job): boolean {
  return state === 'done' || state === 'failed';
}

function wasUnderWay(before: readonly Job[], { spec }: Job): boolean {
  const job = before.find((each) => each.spec.id === spec.id);
  return job !== undefined && !hasEnded(job);
}

function secondsOf({ startedAt, endedAt }: Job): number {
  return startedAt === null || endedAt === null ? 0 : (endedAt - startedAt) / 1000;
}
