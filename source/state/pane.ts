import type { ErrorRecord } from '../domain/app-error.ts';
import type { Quota } from '../domain/file-store.ts';
import { Listing } from '../domain/listing.ts';
import { parentOf, type Location } from '../domain/location.ts';
import type { Found } from './found.ts';
import type { MarkRange } from './marks.ts';
import type { Measured } from './measured.ts';
import type { SortOrder } from './sort.ts';
import { EMPTY_TRAIL, type Trail } from './visited.ts';

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

/** The pane before anything of its folder is known. */
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

/** 1 where `..` is shown, 0 at the top; from what was found it leads back to the folder. */
export function parentRows(pane: PaneState): number {
  return parentOf(pane.location) === null && pane.found === null ? 0 : 1;
}

/** How many rows there are, with `..`. */
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

/** The name in a row; null for `..` and beyond the end. */
export function nameAtRow(pane: PaneState, row: number): string | null {
  const index = indexAtRow(pane, row);
  return index < 0 ? null : pane.listing.name(index);
}

/** The pane with the cursor in the row or the nearest there is, scrolled so that it shows: by half pages at the edge, like mc, for few redraws on a slow line. */
export function withCursor(pane: PaneState, to: number, height: number): PaneState {
  const cursor = Math.max(0, Math.min(to, rowCount(pane) - 1));
  const last = Math.max(0, rowCount(pane) - height);
  const half = Math.max(1, Math.floor(height / 2));
  let top = Math.min(pane.top, last);
  if (cursor < top) top = Math.max(0, Math.min(cursor, top - half));
  if (cursor >= top + height) top = Math.min(last, Math.max(cursor - height + 1, top + half));
  return cursor === pane.cursor && top === pane.top ? pane : { ...pane, cursor, top };
}
