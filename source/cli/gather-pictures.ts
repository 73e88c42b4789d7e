import type { AppAction } from '../state/app-state.ts';
import type { Gathering } from '../state/store.ts';

/** Milliseconds between two pictures of a folder that is being read: of a large one the count alone changes. A key is answered at once. */
const OF_ENTRIES = 100;
/**
 * Milliseconds between two pictures of what the engine does: it tells of two things a request, and a copy of small files makes hundreds
 * of requests a second. A picture for each would leave no time for the keys.
 */
const OF_WORK = 100;

/**
 * Shows what comes by the hundred some together, and the first of it in the next turn of the event loop: a key that has arrived
 * while it was read and sorted in goes before its picture.
 */
export function gatherPictures(): Gathering<AppAction> {
  const entries = createPace(OF_ENTRIES);
  const work = createPace(OF_WORK);
  return {
    paceOf: ({ type }) => {
      if (type === 'pane/entries') return entries;
      return type === 'request' || type === 'job' ? work : null;
    },
  };
}

function createPace(period: number): (tell: () => void) => void {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  return (tell) => {
    timer ??= setTimeout(
      () => {
        timer = null;
        last = performance.now();
        tell();
      },
      Math.max(0, last + period - performance.now()),
    );
  };
}
