import { isSameLocation, type Location } from '../domain/location.ts';
import type { PaneSide } from '../state/pane.ts';
import type { CommandContext } from './command.ts';
import { refreshPane } from './open-folder.ts';

/** Milliseconds for which changes are gathered before the folder is read again. */
const GATHERED_FOR = 150;
/** A folder that changes all the time is read for no more than this share of the time. */
const SHARE = 1 / 10;

/** Keeps the panes as their folders are on disk. */
export interface FolderWatches {
  /** Watches what the panes show now; called after every change of the state. */
  readonly follow: () => void;
  readonly stop: () => void;
}

interface Watch {
  location: Location | null;
  unwatch: () => void;
  timer: NodeJS.Timeout | null;
  /** When the reading that a change began was begun; null when there is none. */
  readingSince: number | null;
  /** Milliseconds that the last reading took. */
  readingTook: number;
}

/** Watches for both panes; where a store cannot tell of changes, nothing is done. */
export function createFolderWatches(context: CommandContext): FolderWatches {
  const watches = { left: newWatch(), right: newWatch() };
  const each = (act: (side: PaneSide, watch: Watch) => void): void => {
    for (const side of ['left', 'right'] as const) act(side, watches[side]);
  };
  return {
    follow: () => each((side, watch) => followPane(context, side, watch)),
    stop: () => each((_, watch) => leave(watch)),
  };
}

function newWatch(): Watch {
  return { location: null, unwatch: () => undefined, timer: null, readingSince: null, readingTook: 0 };
}

function followPane(context: CommandContext, side: PaneSide, watch: Watch): void {
  const pane = context.getState()[side];
  if (watch.readingSince !== null && pane.status !== 'loading') {
    watch.readingTook = performance.now() - watch.readingSince;
    watch.readingSince = null;
  }
  if (watch.location === pane.location) return;
  const isSame = watch.location !== null && isSameLocation(watch.location, pane.location);
  watch.location = pane.location;
  if (isSame) return;
  leave(watch);
  watch.location = pane.location;
  begin(context, side, watch);
}

function leave(watch: Watch): void {
  watch.unwatch();
  if (watch.timer !== null) clearTimeout(watch.timer);
  Object.assign(watch, newWatch());
}

function begin(context: CommandContext, side: PaneSide, watch: Watch): void {
  const { location } = watch;
  if (location === null) return;
  watch.unwatch = context.storeFor(location).watch?.(location, () => changed(context, side, watch)) ?? watch.unwatch;
}

function changed(context: CommandContext, side: PaneSide, watch: Watch): void {
  if (watch.timer !== null) return;
  watch.timer = setTimeout(
    () => {
      watch.timer = null;
      if (context.getState()[side].status === 'loading') {
        changed(context, side, watch);
        return;
      }
      // A folder that was made anew under the same name is another one: what was watched is gone.
      watch.unwatch();
      begin(context, side, watch);
      watch.readingSince = performance.now();
      refreshPane(context, side);
    },
    Math.max(GATHERED_FOR, watch.readingTook / SHARE),
  );
  watch.timer.unref();
}
