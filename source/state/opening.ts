import { Listing } from '../domain/listing.ts';
import { isSameLocation } from '../domain/location.ts';
import { newFound } from './found.ts';
import type { PaneAction } from './pane-action.ts';
import { cursorName, newPane, type PaneState } from './pane.ts';
import { lastVisit, trailAfter, withVisit, type Visited } from './visited.ts';

type Opened = Extract<PaneAction, { type: 'pane/opened' }>;

/** The pane that waits for a folder's entries; the same folder keeps its rows until the new ones are whole. */
export function openFolder(pane: PaneState, action: Opened): PaneState {
  const { location, requestId, wantedName } = action;
  if (isSameLocation(location, pane.location) && pane.listing.length > 0 && pane.found === null) {
    const isForPart = pane.status === 'loading' && pane.seenAt === null;
    const incoming = { listing: Listing.empty(), rows: new Uint32Array(), isForPart };
    return { ...pane, requestId, status: 'loading', error: null, incoming, wantedName: wantedName ?? cursorName(pane) };
  }
  return openAnew(pane, action);
}

/** A folder comes up as it was left: with its marks, and after going back or forward with the cursor where it was. */
function openAnew(pane: PaneState, action: Opened): PaneState {
  const { location, requestId, through = 'new' } = action;
  const isSame = isSameLocation(location, pane.location);
  const trail = isSame ? pane.trail : trailAfter(pane.trail, leftAs(pane), through);
  const visit = isSame && pane.found === null ? null : lastVisit(pane.trail, location);
  return {
    ...newPane(location),
    requestId,
    sort: pane.sort,
    showHidden: pane.showHidden,
    trail,
    quota: location.side === 'cloud' ? pane.quota : null,
    marks: visit?.marks ?? new Set(),
    wantedName: (through === 'new' && pane.found === null ? null : visit?.cursorName) ?? action.wantedName,
  };
}

/** How the folder of the pane is left: as it was before a search, where there was one. */
function leftAs(pane: PaneState): Visited {
  const { location, marks, found, trail } = pane;
  const before = found === null ? null : lastVisit(trail, location);
  return before ?? { location, marks, cursorName: cursorName(pane) };
}

/** The pane ready for what will be found; how its folder was is kept for the way back. */
export function openSearch(pane: PaneState, requestId: number, query: string): PaneState {
  const { location, sort, showHidden, quota } = pane;
  const trail = withVisit(pane.trail, leftAs(pane));
  return { ...newPane(location), requestId, sort, showHidden, quota, trail, found: newFound(query) };
}
