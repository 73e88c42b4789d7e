import type { AppAction } from '../state/app-state.ts';
import type { Gathering } from '../state/store.ts';

/** Milliseconds between two pictures of a folder that is being read. */
const GATHERED_FOR = 30;

/** Shows the first entries of a folder as they come and the others some together. */
export function gatherEntries(): Gathering<AppAction> {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  return {
    isOneOfMany: ({ type }) => type === 'pane/entries',
    schedule: (tell) => {
      if (timer !== null) return;
      const now = (): void => {
        timer = null;
        last = performance.now();
        tell();
      };
      const wait = last + GATHERED_FOR - performance.now();
      if (wait <= 0) now();
      else timer = setTimeout(now, wait);
    },
  };
}
