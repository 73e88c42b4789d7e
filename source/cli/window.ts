import { trailOf } from '../ui/pane-words.ts';
import { safeText } from '../domain/safe-text.ts';
import type { AppState } from '../state/app-state.ts';
import { activePane } from '../state/selectors.ts';
import { textAs, type Charset } from '../terminal/charset.ts';
import { progressSequence, titleSequence, titleStackSequence } from '../terminal/osc.ts';

/** Twentieths: the frame of a window shows no more, and each step costs bytes on the line. */
const STEPS = 20;

/** What the window around the terminal says; each part is sent only when it is another one. */
export interface Window {
  show(state: AppState): void;
  /** Gives the window its own title back. */
  restore(): void;
}

/** Keeps the window's title and progress in step with the state. `send` writes to the terminal. */
export function createWindow(send: (sequence: string) => void, charset: Charset): Window {
  let title = '';
  let progress: number | null = null;
  return {
    show(state) {
      const nextTitle = textAs(titleOf(state), charset);
      const nextProgress = progressOf(state);
      if (title === '') send(titleStackSequence('save'));
      if (nextTitle !== title) send(titleSequence(nextTitle));
      if (nextProgress !== progress) send(progressSequence(nextProgress));
      title = nextTitle;
      progress = nextProgress;
    },
    restore() {
      if (progress !== null) send(progressSequence(null));
      if (title !== '') send(titleStackSequence('restore'));
    },
  };
}

function titleOf(state: AppState): string {
  return safeText(`u1file: ${trailOf(activePane(state).location, state.home)}`);
}

/** The share of all running jobs together, in steps; null when there is none. */
function progressOf({ jobs }: AppState): number | null {
  let done = 0;
  let total = 0;
  for (const { state, progress } of jobs) {
    if (state !== 'running') continue;
    done += progress.bytesDone;
    total += progress.bytesTotal;
  }
  return total === 0 ? null : Math.floor((Math.min(done, total) / total) * STEPS) / STEPS;
}
