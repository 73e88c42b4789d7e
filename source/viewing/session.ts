import { isAppError, toErrorRecord } from '../domain/app-error.ts';
import { errorWithHint } from '../domain/error-words.ts';
import type { ViewAct } from '../domain/view.ts';
import { FileView, type FileViewOptions } from './file-view.ts';
import { Pages, type PagesOptions } from './pages.ts';

/** A file that is being viewed. */
export interface ViewSession {
  act(act: ViewAct): void;
  /** Stops whatever is under way; nothing is shown after this. */
  close(): void;
}

/** Acts that go to a place of their own: what was under way before them is not wanted any more. */
const ABSOLUTE = new Set<ViewAct['type']>(['start', 'end', 'find', 'find-again', 'go', 'reload', 'stop', 'next-mode']);
/** Those that may read the whole file: any other key calls them off. */
const LONG = new Set<ViewAct['type']>(['find', 'find-again', 'go']);

export interface ViewSessionOptions extends Omit<FileViewOptions, 'pages'> {
  readonly file: PagesOptions;
}

/**
 * Carries out what a person does in a viewer, one after the other; what was started before and is not wanted any more is
 * cancelled, and its answer dropped when it comes late all the same.
 */
export function openViewSession({ file: from, ...options }: ViewSessionOptions): ViewSession {
  const file = new FileView({
    ...options,
    pages: new Pages(from),
    show: (view) => isClosed || options.show(view),
    say: (tone, words) => isClosed || options.say(tone, words),
  });
  let waiting: readonly ViewAct[] = [];
  let turn = new AbortController();
  let isAtWork = false;
  let isLong = false;
  let isClosed = false;

  const perform = async (act: ViewAct): Promise<void> => {
    const { signal } = turn;
    try {
      const isChanged = await file.perform(act, signal);
      if (isChanged && !isClosed && !signal.aborted && waiting.length === 0) options.show(file.view());
    } catch (error) {
      if (isClosed || signal.aborted) return;
      const words = wordsOf(error);
      if (!file.failed(words)) options.say('error', words);
      options.show(file.view());
    }
  };
  const work = async (): Promise<void> => {
    isAtWork = true;
    for (let [act] = waiting; act !== undefined; [act] = waiting) {
      waiting = waiting.slice(1);
      isLong = LONG.has(act.type);
      await perform(act);
    }
    isAtWork = false;
  };
  return {
    act(next) {
      if (isClosed || (next.type === 'look' && isAtWork)) return;
      if (ABSOLUTE.has(next.type) || (isAtWork && isLong && next.type !== 'fit')) {
        turn.abort();
        turn = new AbortController();
        waiting = [];
      }
      waiting = added(waiting, next);
      if (!isAtWork) void work();
    },
    close() {
      isClosed = true;
      waiting = [];
      turn.abort();
    },
  };
}

/** Steps in the same direction become one: a key that is held is never behind. */
function added(waiting: readonly ViewAct[], next: ViewAct): readonly ViewAct[] {
  const last = waiting.at(-1);
  const isSameWay = last?.type === 'scroll' && next.type === 'scroll' && Math.sign(last.rows) === Math.sign(next.rows);
  if (isSameWay) return [...waiting.slice(0, -1), { type: 'scroll', rows: last.rows + next.rows }];
  return last?.type === 'fit' && next.type === 'fit' ? waiting : [...waiting, next];
}

function wordsOf(error: unknown): string {
  if (isAppError(error)) return errorWithHint(toErrorRecord(error));
  return `a bug in u1file: ${error instanceof Error ? error.message : String(error)}; please report it`;
}
