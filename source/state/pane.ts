import type { ErrorCode, ErrorRecord } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { Quota } from '../domain/file-store.ts';
import type { RecalledListing } from '../domain/listing-memory.ts';
import { Listing } from '../domain/listing.ts';
import { isSameLocation, parentOf, type Location } from '../domain/location.ts';
import { newFound, rechecked, type Found } from './found.ts';
import { withMeasured, type Measured } from './measured.ts';
import { rangeTo, stillThere, withMarks, type MarkRange } from './marks.ts';
import { grownRows, sortedRows, type SortKey, type SortOrder } from './sort.ts';
import { EMPTY_TRAIL, lastVisit, trailAfter, withVisit, type Trail, type Visited, type Way } from './visited.ts';

/** Errors that say nothing of the folder. */
const NO_ANSWER: ReadonlySet<ErrorCode> = new Set(['unreachable', 'busy', 'server-error', 'bad-answer']);

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
  /** The range being marked; null once anything else was done. */
  readonly range: MarkRange | null;
  readonly sort: SortOrder;
  readonly showHidden: boolean;
  /** Only names that hold this show, case aside; empty shows all. */
  readonly filter: string;
  readonly trail: Trail;
  /** Set while the pane shows what was found below its folder instead of what is in it. */
  readonly found: Found | null;
  /** The name the cursor goes to as soon as it arrives. */
  readonly wantedName: string | null;
  /** What a refresh has brought so far; the old rows stay until it is whole. Null when the folder is new here. */
  readonly incoming: Incoming | null;
  /** When the rows were seen (milliseconds since 1970), where they are those of an earlier time; null when they are of now. */
  readonly seenAt: number | null;
  readonly quota: Quota | null;
  /** Folders that were measured, by name. */
  readonly measures: ReadonlyMap<string, Measured>;
}

/** A listing on its way, with its rows in order: sorting all of them at the end would hold up the keys. */
interface Incoming {
  readonly listing: Listing;
  readonly rows: Uint32Array;
  /** The present rows are a part only of what was there: they go as soon as this one holds more. */
  readonly isForPart: boolean;
}

const NO_ROWS = new Uint32Array();

export type PaneAction =
  | {
      readonly type: 'pane/opened';
      readonly side: PaneSide;
      readonly location: Location;
      readonly requestId: number;
      /** The name to put the cursor on; the present one when the folder is the same. */
      readonly wantedName: string | null;
      /** How it got there; `new` when absent. */
      readonly through?: Way | undefined;
    }
  | {
      readonly type: 'pane/entries';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly entries: readonly Entry[];
    }
  /** What the folder held when it was last seen, shown until its answer has come. */
  | {
      readonly type: 'pane/recalled';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly listing: RecalledListing;
    }
  | { readonly type: 'pane/loaded'; readonly side: PaneSide; readonly requestId: number }
  | { readonly type: 'pane/failed'; readonly side: PaneSide; readonly requestId: number; readonly error: ErrorRecord }
  /** Shows what is found below the folder; it comes as entries named by their paths. */
  | { readonly type: 'pane/find'; readonly side: PaneSide; readonly requestId: number; readonly query: string }
  | {
      readonly type: 'pane/found';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly found: Partial<Found>;
    }
  /** A folder below, read again while what was found is shown. */
  | {
      readonly type: 'pane/rechecked';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly folderPath: string;
      readonly entries: readonly Entry[];
    }
  /** What was counted below a folder of this pane's folder, so far or in all. */
  | {
      readonly type: 'pane/measured';
      readonly side: PaneSide;
      readonly folder: Location;
      readonly name: string;
      readonly measured: Measured;
      readonly isDone: boolean;
    }
  | { readonly type: 'pane/quota'; readonly side: PaneSide; readonly quota: Quota }
  | { readonly type: 'pane/cursor'; readonly side: PaneSide; readonly to: number }
  | {
      readonly type: 'pane/mark';
      readonly side: PaneSide;
      readonly names: readonly string[];
      readonly isMarked: boolean;
    }
  /** The range from where it began on to this row; a row past an end takes the range to the end. */
  | { readonly type: 'pane/range'; readonly side: PaneSide; readonly to: number }
  | { readonly type: 'pane/sorted'; readonly side: PaneSide; readonly key: SortKey }
  | { readonly type: 'pane/reversed' | 'pane/mixed'; readonly side: PaneSide }
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
    range: null,
    sort: { key: 'name', isReversed: false },
    showHidden: false,
    filter: '',
    trail: EMPTY_TRAIL,
    found: null,
    wantedName: null,
    incoming: null,
    seenAt: null,
    quota: null,
    measures: new Map(),
  };
}

/** The pane after the action; `height` is how many rows are on the screen. */
export function reducePane(pane: PaneState, action: PaneAction, height: number): PaneState {
  const next = reduceAny(pane, action, height);
  return next.range === null || action.type === 'pane/range' ? next : { ...next, range: null };
}

function reduceAny(pane: PaneState, action: PaneAction, height: number): PaneState {
  switch (action.type) {
    case 'pane/opened':
      return open(pane, action);
    case 'pane/entries':
      return action.requestId === pane.requestId ? receive(pane, action.entries, height) : pane;
    case 'pane/recalled':
      return action.requestId === pane.requestId ? recall(pane, action.listing, height) : pane;
    case 'pane/loaded':
      return action.requestId === pane.requestId ? finish(pane, height) : pane;
    case 'pane/failed':
      return action.requestId === pane.requestId ? fail(pane, action.error, height) : pane;
    case 'pane/find':
      return find(pane, action.requestId, action.query);
    case 'pane/found':
      return action.requestId === pane.requestId && pane.found !== null
        ? { ...pane, found: { ...pane.found, ...action.found } }
        : pane;
    case 'pane/rechecked':
      return action.requestId === pane.requestId ? recheck(pane, action, height) : pane;
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

/** 1 where `..` is shown, 0 at the top; from what was found it leads back to the folder. */
export function parentRows(pane: PaneState): number {
  return parentOf(pane.location) === null && pane.found === null ? 0 : 1;
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
  return nameAtRow(pane, pane.cursor);
}

function nameAtRow(pane: PaneState, row: number): string | null {
  const index = indexAtRow(pane, row);
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
  const { location, requestId, wantedName } = action;
  if (isSameLocation(location, pane.location) && pane.listing.length > 0 && pane.found === null) {
    const isForPart = pane.status === 'loading' && pane.seenAt === null;
    const incoming = { listing: Listing.empty(), rows: NO_ROWS, isForPart };
    return { ...pane, requestId, status: 'loading', error: null, incoming, wantedName: wantedName ?? cursorName(pane) };
  }
  return openAnew(pane, action);
}

/** A folder comes up as it was left: with its marks, and after going back or forward with the cursor where it was. */
function openAnew(pane: PaneState, action: Extract<PaneAction, { type: 'pane/opened' }>): PaneState {
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
function find(pane: PaneState, requestId: number, query: string): PaneState {
  const { location, sort, showHidden, quota } = pane;
  const trail = withVisit(pane.trail, leftAs(pane));
  return { ...newPane(location), requestId, sort, showHidden, quota, trail, found: newFound(query) };
}

function recheck(pane: PaneState, action: Extract<PaneAction, { type: 'pane/rechecked' }>, height: number): PaneState {
  const listing = rechecked(pane.listing, action.folderPath, action.entries);
  return reorder({ ...pane, listing, marks: stillThere(pane.marks, listing) }, cursorName(pane), height);
}

function receive(pane: PaneState, entries: readonly Entry[], height: number): PaneState {
  const anchor = pane.wantedName ?? cursorName(pane);
  if (pane.incoming === null) return withAnchor({ ...pane, ...grown(pane, pane, entries) }, anchor, height);
  const incoming = { ...pane.incoming, ...grown(pane, pane.incoming, entries) };
  if (!incoming.isForPart || incoming.listing.length <= pane.listing.length) return { ...pane, incoming };
  const { listing, rows } = incoming;
  return withAnchor({ ...pane, listing, rows, incoming: null }, anchor, height);
}

/** The listing with more entries, and its rows in the pane's order. */
function grown(
  { sort, showHidden, filter }: PaneState,
  { listing: before, rows }: Pick<PaneState, 'listing' | 'rows'>,
  entries: readonly Entry[],
): Pick<PaneState, 'listing' | 'rows'> {
  const listing = before.append(entries);
  return { listing, rows: grownRows({ rows, length: before.length }, listing, sort, { showHidden, filter }) };
}

/** Once a size is known, rows that are sorted by size are sorted anew; while it grows they stand still. */
function measure(pane: PaneState, action: Extract<PaneAction, { type: 'pane/measured' }>, height: number): PaneState {
  const next = { ...pane, measures: withMeasured(pane.measures, action.name, action.measured) };
  return action.isDone && pane.sort.key === 'size' ? reorder(next, cursorName(pane), height) : next;
}

/** The rows of an earlier time, unless some of now are there already. */
function recall(pane: PaneState, { entries, quota, seenAt }: RecalledListing, height: number): PaneState {
  if (pane.status !== 'loading' || pane.listing.length > 0) return pane;
  const listing = Listing.of(entries);
  const incoming = { listing: Listing.empty(), rows: NO_ROWS, isForPart: false };
  const shown = { ...pane, listing, incoming, seenAt, quota: quota ?? pane.quota };
  return reorder(shown, pane.wantedName, height);
}

/** Without an answer the earlier rows stay; an answer that says no makes an end of them. */
function fail(pane: PaneState, error: ErrorRecord, height: number): PaneState {
  const failed: PaneState = { ...pane, status: 'failed', error, incoming: null };
  if (pane.seenAt === null || NO_ANSWER.has(error.code)) return failed;
  return reorder({ ...failed, listing: Listing.empty(), marks: new Set(), seenAt: null }, null, height);
}

function finish(pane: PaneState, height: number): PaneState {
  const { listing, rows } = pane.incoming ?? pane;
  const next: PaneState = {
    ...pane,
    status: 'ready',
    listing,
    rows,
    incoming: null,
    seenAt: null,
    marks: stillThere(pane.marks, listing),
  };
  if (pane.incoming === null) return { ...next, wantedName: null };
  const anchor = pane.wantedName ?? cursorName(pane);
  // Measured folders are not in the order that grew.
  const isOrdered = pane.sort.key !== 'size' || pane.measures.size === 0;
  return { ...(isOrdered ? withAnchor(next, anchor, height) : reorder(next, anchor, height)), wantedName: null };
}

function resort(pane: PaneState, change: Partial<SortOrder>, height: number): PaneState {
  return reorder({ ...pane, sort: { ...pane.sort, ...change } }, cursorName(pane), height);
}

/** Rows made anew, with the cursor on the same name; where it is gone, on the row it was. */
function reorder(pane: PaneState, anchor: string | null, height: number): PaneState {
  const { showHidden, filter, measures } = pane;
  const rows = sortedRows(pane.listing, pane.sort, { showHidden, filter }, measures);
  const incoming = pane.incoming && {
    ...pane.incoming,
    rows: sortedRows(pane.incoming.listing, pane.sort, { showHidden, filter }),
  };
  return withAnchor({ ...pane, rows, incoming }, anchor, height);
}

function withAnchor(pane: PaneState, anchor: string | null, height: number): PaneState {
  if (anchor === null) return withCursor(pane, pane.cursor, height);
  const index = pane.listing.indexOf(anchor);
  const row = index < 0 ? -1 : pane.rows.indexOf(index);
  return withCursor(pane, row < 0 ? pane.cursor : row + parentRows(pane), height);
}
