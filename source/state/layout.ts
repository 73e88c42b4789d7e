import type { AppState } from './app-state.ts';

/** Below these the program says so in one sentence instead of drawing. */
export const MIN_COLUMNS = 40;
export const MIN_ROWS = 12;

/** Below this width one pane is shown at a time. */
export const TWO_PANE_COLUMNS = 80;

const MAX_STRIP_JOBS = 3;
/** Below this height one job is shown, for the sake of the entries. */
const LOW_ROWS = 18;

/** Where everything goes, in cells. Every row of the screen is one of these parts. */
export interface Layout {
  readonly isTooSmall: boolean;
  readonly isTwoPane: boolean;
  readonly leftWidth: number;
  readonly rightWidth: number;
  /** Rows of entries in a pane. */
  readonly listHeight: number;
  /** Rows of the job strip. */
  readonly stripHeight: number;
}

/** Title, pane header, column heads, pane footer, status bar and key bar take a row each. */
const FIXED_ROWS = 6;

export function layoutOf(state: Pick<AppState, 'size' | 'jobs' | 'isSingle'>): Layout {
  const { columns, rows } = state.size;
  const isTwoPane = columns >= TWO_PANE_COLUMNS && !state.isSingle;
  const stripHeight = stripRows(state.jobs, rows);
  const leftWidth = isTwoPane ? Math.floor((columns - 1) / 2) : columns;
  return {
    isTooSmall: columns < MIN_COLUMNS || rows < MIN_ROWS,
    isTwoPane,
    leftWidth,
    rightWidth: isTwoPane ? columns - 1 - leftWidth : columns,
    listHeight: Math.max(1, rows - FIXED_ROWS - stripHeight),
    stripHeight,
  };
}

/** Jobs under way, as many rows as the strip shows; one more where some do not fit. */
function stripRows(jobs: AppState['jobs'], rows: number): number {
  let running = 0;
  for (const job of jobs) if (isUnderWay(job)) running += 1;
  const most = mostStripJobs(rows);
  return Math.min(running, most) + (running > most ? 1 : 0);
}

/** Jobs that the strip shows on a screen of so many rows; the others are counted. */
export function mostStripJobs(rows: number): number {
  return rows < LOW_ROWS ? 1 : MAX_STRIP_JOBS;
}

/** True for a job of this program that works or wants an answer: what is paused is kept for the next start anyway. */
export function isAtWork(job: AppState['jobs'][number]): boolean {
  return isUnderWay(job) && job.state !== 'paused' && job.isElsewhere !== true;
}

/** True until the job has ended one way or the other. */
export function isUnderWay(job: AppState['jobs'][number]): boolean {
  return job.state === 'waiting' || job.state === 'running' || job.state === 'paused' || job.state === 'asking';
}
