import { isSameLocation } from '../domain/location.ts';
import { fail, finish, measure, recall, receive, recheck } from './arrival.ts';
import { rangeTo, withMarks } from './marks.ts';
import { openFolder, openSearch } from './opening.ts';
import { reorder } from './pane-order.ts';
import type { PaneAction } from './pane-action.ts';
import { cursorName, nameAtRow, rowCount, withCursor, type PaneState } from './pane.ts';
import type { SortOrder } from './sort.ts';

/** The pane after the action; `height` is how many rows are on the screen. */
export function reducePane(pane: PaneState, action: PaneAction, height: number): PaneState {
  const next = reduceAny(pane, action, height);
  return next.range === null || action.type === 'pane/range' ? next : { ...next, range: null };
}

function reduceAny(pane: PaneState, action: PaneAction, height: number): PaneState {
  switch (action.type) {
    case 'pane/opened':
      return openFolder(pane, action);
    case 'pane/entries':
      return action.requestId === pane.requestId ? receive(pane, action.entries, height) : pane;
    case 'pane/recalled':
      return action.requestId === pane.requestId ? recall(pane, action.listing, height) : pane;
    case 'pane/loaded':
      return action.requestId === pane.requestId ? finish(pane, height) : pane;
    case 'pane/failed':
      return action.requestId === pane.requestId ? fail(pane, action.error, height) : pane;
    case 'pane/find':
      return openSearch(pane, action.requestId, action.query);
    case 'pane/found':
      return action.requestId === pane.requestId && pane.found !== null
        ? { ...pane, found: { ...pane.found, ...action.found } }
        : pane;
    case 'pane/rechecked':
      return action.requestId === pane.requestId ? recheck(pane, action, height) : pane;
    case 'pane/changed':
      return reorder({ ...pane, listing: pane.listing.withEntry(action.entry) }, cursorName(pane), height);
    case 'pane/measured':
      return isSameLocation(action.folder, pane.location) ? measure(pane, action, height) : pane;
    case 'pane/quota':
      return { ...pane, quota: action.quota };
    case 'pane/cursor':
      return withCursor({ ...pane, wantedName: null }, action.to, height);
    case 'pane/mark':
      return { ...pane, marks: withMarks(pane.marks, action.names, action.isMarked) };
    case 'pane/range':
      return withRange(pane, action.to, height);
    case 'pane/sorted': {
      const isReversed = pane.sort.key === action.key && !pane.sort.isReversed;
      return resort(pane, { key: action.key, isReversed }, height);
    }
    case 'pane/reversed':
      return resort(pane, { isReversed: !pane.sort.isReversed }, height);
    case 'pane/mixed':
      return resort(pane, { isMixed: pane.sort.isMixed !== true }, height);
    case 'pane/hidden':
      return reorder({ ...pane, showHidden: !pane.showHidden }, cursorName(pane), height);
    case 'pane/filtered':
      return reorder({ ...pane, filter: action.filter }, cursorName(pane), height);
  }
}

function withRange(pane: PaneState, to: number, height: number): PaneState {
  const nameAt = (row: number): string | null => nameAtRow(pane, row);
  const marked = rangeTo({ ...pane, count: rowCount(pane), nameAt }, to);
  return withCursor({ ...pane, ...marked, wantedName: null }, to, height);
}

function resort(pane: PaneState, change: Partial<SortOrder>, height: number): PaneState {
  return reorder({ ...pane, sort: { ...pane.sort, ...change } }, cursorName(pane), height);
}
