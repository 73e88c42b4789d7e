import { expect, it } from 'vitest';
import { createBell } from '../../source/cli/bell.ts';
import { DEFAULT_SETTINGS } from '../../source/domain/settings.ts';
import { cloudLocation } from '../../source/domain/location.ts';
import type { Job, JobState } from '../../source/domain/transfer.ts';
import { openFrameScreen } from '../helpers/frames.tsx';
import { jobOf } from '../helpers/jobs.ts';

/** How often it rings while a job of so many seconds goes through these states. */
function rings(bellAfter: number | null, seconds: number, states: readonly JobState[]): number {
  const { store, dispatch } = openFrameScreen({ columns: 80, rows: 24 });
  dispatch({ type: 'settings', settings: { ...DEFAULT_SETTINGS, bellAfter }, problems: [] });
  let count = 0;
  const bell = createBell((sequence) => (count += sequence === '\u0007' ? 1 : 0));
  for (const state of states) {
    const isOver = state === 'done' || state === 'failed' || state === 'cancelled';
    const times: Partial<Job> = { startedAt: 1000, endedAt: isOver ? 1000 + seconds * 1000 : null };
    dispatch({ type: 'job', job: { ...jobOf({ target: cloudLocation('me', 'testing') }), ...times, state } });
    bell(store.getState());
  }
  return count;
}

it.each([
  [10, 12, ['running', 'done'], 1],
  [10, 12, ['running', 'failed', 'failed'], 1],
  [10, 9, ['running', 'done'], 0],
  [0, 0, ['waiting', 'running', 'done'], 1],
  [10, 60, ['running', 'cancelled'], 0],
  [null, 60, ['running', 'done'], 0],
  // It was over before this program looked.
  [10, 60, ['done'], 0],
] as const)('set to %s, a job of %s s that went %j rings %s times', (bellAfter, seconds, states, count) => {
  expect(rings(bellAfter, seconds, states)).toBe(count);
});
