import type { ErrorRecord } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { Quota } from '../domain/file-store.ts';
import { Listing } from '../domain/listing.ts';
import { isSameLocation, parentOf, type Location } from '../domain/location.ts';
import { grownRows, sortedRows, type SortKey, type SortOrder } from './sort.ts';

const KEPT_PLACES = 50;

export type PaneSide = 'left' | 'right';

/** One pane: where it is, what is there, and where the person is in it. Row 0 is `..` wherever there is a parent. */
export interface PaneState {
  readonly location: Location;
  /** The number of the folder request that fills it; an answer to another is late and dropped. */
  readonly requestId: number;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: ErrorRecord | null;
  readonly listing: Listing;
  /** Indexes into the listing in the order shown. */
  readonly rows: Uint32Array;
  readonly cursor: number;
  /** The first row shown. */
  readonly top: number;
  /** Names that are marked. */
  readonly marks: ReadonlySet<string>;
  readonly sort: SortOrder;
  readonly showHidden: boolean;
  /** Only names that hold this show, case aside; empty shows all. */
  readonly filter: string;
  /** Where this pane was before, the latest last, and where `back` came from. */
  readonly back: readonly Location[];
  readonly forward: readonly Location[];
  /** The name the cursor goes to as soon as it arrives. */
  readonly wantedName: string | null;
  /** What a refresh has brought so far; the old rows stay until it is whole. Null when the folder is new here. */
  readonly incoming: Listing | null;
  readonly quota: Quota | null;
}

export type PaneAction =
  | {
      readonly type: 'pane/opened';
      readonly side: PaneSide;
      readonly location: Location;
      readonly requestId: number;
      /** The name to put the cursor on; the present one when the folder is the same. */
      readonly wantedName: string | null;
      /** How it got there; `new` when absent. */
      readonly through?: 'new' | 'back' | 'forward' | undefined;
    }
  | {
      readonly type: 'pane/entries';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly entries: readonly Entry[];
    }
  | { readonly type: 'pane/loaded'; readonly side: PaneSide; readonly requestId: number }
  | { readonly type: 'pane/failed'; readonly side: PaneSide; readonly requestId: number; readonly error: ErrorRecord }
  | { readonly type: 'pane/quota'; readonly side: PaneSide; readonly quota: Quota }
  | { readonly type: 'pane/cursor'; readonly side: PaneSide; readonly to: number }
  | {
      readonly type: 'pane/mark';
      readonly side: PaneSide;
      readonly names: readonly string[];
      readonly isMarked: boolean;
    }
  | { readonly type: 'pane/sorted'; readonly side: PaneSide; readonly key: SortKey }
  | { readonly type: 'pane/hidden'; readonly side: PaneSide }
  | { readonly type: 'pane/filtered'; readonly side: PaneSide; readonly filter: string };

export function newPane(location: Location): PaneState {
  return {
    location,
    requestId: 0,
    status: 'loading',
    error: null,
    listing: Listing.empty(),
    rows: new Uint32Array(),
    cursor: 0,
    top: 0,
    marks: new Set(),
    sort: { key: 'name', isReversed: false },
    showHidden: false,
    filter: '',
    back: [],
    forward: [],
    wantedName: null,
    incoming: null,
    quota: null,
  };
}

/** The pane after the action; `height` is how many rows are on the screen. */
export function reducePane(pane: PaneState, action: PaneAction, height: number): PaneState {
  switch (action.type) {
    case 'pane/opened':
      return open(pane, action);
    case 'pane/entries':
      return action.requestId === pane.requestId ? receive(pane, action.entries, height) : pane;
    case 'pane/loaded':
      return action.requestId === pane.requestId ? finish(pane, height) : pane;
    case 'pane/failed':
      return action.requestId === pane.requestId
        ? { ...pane, status: 'failed', error: action.error, incoming: null }
        : pane;
    case 'pane/quota':
      return { ...pane, quota: action.quota };
    case 'pane/cursor':
      return withCursor({ ...pane, wantedName: null }, action.to, height);
    case 'pane/mark':
      return { ...pane, marks: mark(pane.marks, action.names, action.isMarked) };
    case 'pane/sorted': {
      const isReversed = pane.sort.key === action.key && !pane.sort.isReversed;
      return reorder({ ...pane, sort: { key: action.key, isReversed } }, cursorName(pane), height);
    }
    case 'pane/hidden':
      return reorder({ ...pane, showHidden: !pane.showHidden }, cursorName(pane), height);
    case 'pane/filtered':
      return reorder({ ...pane, filter: action.filter }, cursorName(pane), height);
  }
}

/** 1 where `..` is shown, 0 at the top. */
export function parentRows(pane: PaneState): number {
  return parentOf(pane.location) === null ? 0 : 1;
}

export function rowCount(pane: PaneState): number {
  return pane.rows.length + parentRows(pane);
}

/** The listing's index of a row, or -1 for `..` and beyond the end. */
export function indexAtRow(pane: PaneState, row: number): number {
  return pane.rows[row - parentRows(pane)] ?? -1;
}

/** The name under the cursor; null on `..` and in an empty list. */
export function cursorName(pane: PaneState): string | null {
  const index = indexAtRow(pane, pane.cursor);
  return index < 0 ? null : pane.listing.name(index);
}

/** The pane scrolled so that the cursor shows: by half pages at the edge, like mc, for few redraws on a slow line. */
export function withCursor(pane: PaneState, to: number, height: number): PaneState {
  const cursor = Math.max(0, Math.min(to, rowCount(pane) - 1));
  const last = Math.max(0, rowCount(pane) - height);
  const half = Math.max(1, Math.floor(height / 2));
  let top = Math.min(pane.top, last);
  if (cursor < top) top = Math.max(0, Math.min(cursor, top - half));
  if (cursor >= top + height) top = Math.min(last, Math.max(cursor - height + 1, top + half));
  return cursor === pane.cursor && top === pane.top ? pane : { ...pane, cursor, top };
}

function open(pane: PaneState, action: Extract<PaneAction, { type: 'pane/opened' }>): PaneState {
  const { location, requestId, wantedName, through = 'new' } = action;
  if (isSameLocation(location, pane.location) && pane.listing.length > 0) {
    const incoming = Listing.empty();
    return { ...pane, requestId, status: 'loading', error: null, incoming, wantedName: wantedName ?? cursorName(pane) };
  }
  const { sort, showHidden } = pane;
  const quota = location.side === 'cloud' ? pane.quota : null;
  const trail = isSameLocation(location, pane.location) ? {} : trailAfter(pane, through);
  const { back, forward } = pane;
  return { ...newPane(location), requestId, sort, showHidden, quota, wantedName, back, forward, ...trail };
}

/** The history after leaving this folder: a new way ends what lay ahead. */
function trailAfter(pane: PaneState, through: 'new' | 'back' | 'forward'): Pick<PaneState, 'back' | 'forward'> {
  const { location, back, forward } = pane;
  switch (through) {
    case 'new':
      return { back: [...back, location].slice(-KEPT_PLACES), forward: [] };
    case 'back':
      return { back: back.slice(0, -1), forward: [...forward, location] };
    case 'forward':
      return { back: [...back, location], forward: forward.slice(0, -1) };
  }
}

function receive(pane: PaneState, entries: readonly Entry[], height: number): PaneState {
  if (pane.incoming !== null) return { ...pane, incoming: pane.incoming.append(entries) };
  const anchor = pane.wantedName ?? cursorName(pane);
  const listing = pane.listing.append(entries);
  const { showHidden, filter } = pane;
  const before = { rows: pane.rows, length: pane.listing.length };
  const rows = grownRows(before, listing, pane.sort, { showHidden, filter });
  return withAnchor({ ...pane, listing, rows }, anchor, height);
}

function finish(pane: PaneState, height: number): PaneState {
  const listing = pane.incoming ?? pane.listing;
  const next: PaneState = { ...pane, status: 'ready', listing, incoming: null, marks: stillThere(pane.marks, listing) };
  const anchor = pane.wantedName ?? cursorName(pane);
  return { ...(pane.incoming === null ? next : reorder(next, anchor, height)), wantedName: null };
}

/** Rows made anew, with the cursor on the same name; where it is gone, on the row it was. */
function reorder(pane: PaneState, anchor: string | null, height: number): PaneState {
  const rows = sortedRows(pane.listing, pane.sort, { showHidden: pane.showHidden, filter: pane.filter });
  return withAnchor({ ...pane, rows }, anchor, height);
}

function withAnchor(pane: PaneState, anchor: string | null, height: number): PaneState {
  if (anchor === null) return withCursor(pane, pane.cursor, height);
  const index = pane.listing.indexOf(anchor);
  const row = index < 0 ? -1 : pane.rows.indexOf(index);
  return withCursor(pane, row < 0 ? pane.cursor : row + parentRows(pane), height);
}

function mark(marks: ReadonlySet<string>, names: readonly string[], isMarked: boolean): ReadonlySet<string> {
  const next = new Set(marks);
  for (const name of names) {
    if (isMarked) next.add(name);
    else next.delete(name);
  }
  return next;
}

function stillThere(marks: ReadonlySet<string>, listing: Listing): ReadonlySet<string> {
  if (marks.size === 0) return marks;
  const names = new Set<string>();
  for (let index = 0; index < listing.length; index += 1) names.add(listing.name(index));
  return new Set([...marks].filter((name) => names.has(name)));
}
