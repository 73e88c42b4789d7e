import { isSameLocation, isWithin, nameOf, parentOf, type Location } from '../domain/location.ts';
import type { Job } from '../domain/transfer.ts';
import type { PaneSide, PaneState } from '../state/pane.ts';
import type { CommandContext } from './command.ts';
import { refreshPane } from './open-folder.ts';

/** Milliseconds for which changes on disk are gathered before the folder is read again. */
const GATHERED_FOR = 150;
/** The same for what a job does in a cloud, which has to be asked. */
const JOBS_GATHERED_FOR = 1000;
/** A folder that changes all the time is read for no more than this share of the time. */
const SHARE = 1 / 10;

/** Keeps the panes as their folders are: on disk by what the system tells, in a cloud by what jobs do there. */
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

/** Watches for both panes; what others do in a cloud, which tells nothing by itself, is not seen. */
export function createFolderWatches(context: CommandContext): FolderWatches {
  const watches = { left: newWatch(), right: newWatch() };
  const each = (act: (side: PaneSide, watch: Watch) => void): void => {
    for (const side of ['left', 'right'] as const) act(side, watches[side]);
  };
  const counts = new Map<string, number>();
  const unsubscribe = context.engine.subscribe((job) => {
    if (!hasGone(counts, job)) return;
    each((side, watch) => {
      if (isTouched(context.getState()[side], job)) changed(context, side, watch, JOBS_GATHERED_FOR);
    });
  });
  return {
    follow: () => each((side, watch) => followPane(context, side, watch)),
    stop: () => {
      unsubscribe();
      each((_, watch) => leave(watch));
    },
  };
}

/** Whether files of the job are done that were not when it was told the last time, or it has come to its end. */
function hasGone(counts: Map<string, number>, { spec, progress: { filesDone }, endedAt }: Job): boolean {
  if (endedAt !== null) return counts.delete(spec.id);
  const before = counts.get(spec.id) ?? 0;
  counts.set(spec.id, filesDone);
  return before !== filesDone;
}

/** Whether the pane shows a folder of a cloud in which the job puts or takes away. */
function isTouched(pane: PaneState, { spec: { kind, sources, target } }: Job): boolean {
  const { location: shown } = pane;
  if (shown.side === 'local') return false;
  if (target !== null && (isWithin(shown, target) || lacksTheWayTo(target, pane))) return true;
  return kind !== 'copy' && sources.some(({ location }) => isSameParent(location, shown));
}

/** Whether it shows a folder above the target without the next one on the way there: the job has made that. */
function lacksTheWayTo(target: Location, { location, listing }: PaneState): boolean {
  for (let at: Location | null = target; at !== null; at = parentOf(at))
    if (isSameParent(at, location)) return listing.indexOf(nameOf(at)) < 0;
  return false;
}

function isSameParent(location: Location, folder: Location): boolean {
  const parent = parentOf(location);
  return parent !== null && isSameLocation(parent, folder);
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

function changed(context: CommandContext, side: PaneSide, watch: Watch, gatheredFor = GATHERED_FOR): void {
  if (watch.timer !== null) return;
  watch.timer = setTimeout(
    () => {
      watch.timer = null;
      if (context.getState()[side].status === 'loading') {
        changed(context, side, watch, gatheredFor);
        return;
      }
      // A folder that was made anew under the same name is another one: what was watched is gone.
      watch.unwatch();
      begin(context, side, watch);
      watch.readingSince = performance.now();
      refreshPane(context, side);
    },
    Math.max(gatheredFor, watch.readingTook / SHARE),
  );
  watch.timer.unref();
}
