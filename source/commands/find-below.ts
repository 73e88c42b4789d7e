import type { Entry } from '../domain/entry.ts';
import { isCloudRoot, isWithin, type Location } from '../domain/location.ts';
import type { Found } from '../state/found.ts';
import { parseFindQuery } from '../state/find-query.ts';
import type { PaneSide } from '../state/pane.ts';
import { pathBelow } from '../state/selectors.ts';
import type { CommandContext } from './command.ts';
import { walkBelow } from './walk-below.ts';

/** Milliseconds between two pictures of a search. */
const SHOWN_EVERY = 100;
/** Folders that are asked for at the same time; a disk is read one after the other. */
const AT_ONCE = { local: 1, cloud: 6 } as const;

/**
 * Fills the pane with what is found below its folder, as it is found. @throws AppError `usage` when the query cannot be
 * understood; then nothing has begun
 */
export function findBelow(context: CommandContext, side: PaneSide, query: string): void {
  const { location, showHidden } = context.getState()[side];
  const fits = parseFindQuery(query, Date.now());
  const requestId = context.nextNumber();
  const signal = context.takeTurn(side);
  context.dispatch({ type: 'pane/find', side, requestId, query });
  void search(context, { side, location, requestId, signal, fits, showHidden });
}

interface Search {
  readonly side: PaneSide;
  readonly location: Location;
  readonly requestId: number;
  readonly signal: AbortSignal;
  readonly fits: (entry: Entry) => boolean;
  readonly showHidden: boolean;
}

async function search(context: CommandContext, { side, location, requestId, signal, fits, showHidden }: Search) {
  const progress = { folders: 0, unreadable: 0, current: '', volumes: [] as string[] };
  let hits: Entry[] = [];
  let shownAt = performance.now();
  const show = (change: Partial<Found> = {}): void => {
    shownAt = performance.now();
    if (hits.length > 0) context.dispatch({ type: 'pane/entries', side, requestId, entries: hits });
    hits = [];
    context.dispatch({ type: 'pane/found', side, requestId, found: { ...progress, ...change } });
  };
  const isShown = ({ name }: Entry): boolean => showHidden || !name.startsWith('.');
  try {
    await walkBelow(context.storeFor(location), location, {
      signal,
      atOnce: AT_ONCE[location.side],
      mayEnter: isShown,
      onFolder({ path }) {
        progress.current = path;
        if (performance.now() - shownAt > SHOWN_EVERY) show();
      },
      onUnreadable: () => (progress.unreadable += 1),
      onEntries(folder, entries) {
        for (const entry of entries) {
          if (isCloudRoot(folder.location)) progress.volumes.push(entry.name);
          if (!isShown(entry) || !fits(entry)) continue;
          hits.push(folder.path === '' ? entry : { ...entry, name: `${folder.path}/${entry.name}` });
        }
      },
      onRead: () => (progress.folders += 1),
    });
    show({ status: 'done', current: '' });
  } catch {
    // Only the signal ends a walk early: what was found stays.
    show({ status: 'stopped', current: '' });
  }
  context.dispatch({ type: 'pane/loaded', side, requestId });
}

/** Stops the search of a pane; what it found stays. */
export function stopFinding(context: CommandContext, side: PaneSide): void {
  if (context.getState()[side].found?.status === 'running') context.takeTurn(side);
}

/** Reads this folder again for a pane that shows what was found there: what is gone goes, what changed is shown so. */
export async function recheckFound(context: CommandContext, side: PaneSide, folder: Location): Promise<void> {
  const { location, requestId } = context.getState()[side];
  const signal = new AbortController().signal;
  const entries: Entry[] = [];
  try {
    for await (const batch of context.storeFor(folder).list(folder, { signal })) entries.push(...batch);
  } catch {
    // The folder is gone, or cannot be read now: of what was found there nothing can be said to be there.
  }
  const folderPath = pathBelow(location, folder);
  context.dispatch({ type: 'pane/rechecked', side, requestId, folderPath, entries });
}

/** True when this pane shows what was found in that folder, or in folders below it. */
export function showsFoundIn(context: CommandContext, side: PaneSide, folder: Location): boolean {
  const { found, location } = context.getState()[side];
  return found !== null && isWithin(folder, location);
}
