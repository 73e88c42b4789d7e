import type { ErrorCode, ErrorRecord } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { RecalledListing } from '../domain/listing-memory.ts';
import { Listing } from '../domain/listing.ts';
import { rechecked } from './found.ts';
import { stillThere } from './marks.ts';
import { withMeasured } from './measured.ts';
import type { PaneAction } from './pane-action.ts';
import { reorder, withAnchor } from './pane-order.ts';
import { cursorName, type PaneState } from './pane.ts';
import { grownRows } from './sort.ts';

/** Errors that say nothing of the folder. */
const NO_ANSWER: ReadonlySet<ErrorCode> = new Set(['unreachable', 'busy', 'server-error', 'bad-answer']);

/** More entries of the folder; a refresh keeps them aside until it is whole. */
export function receive(pane: PaneState, entries: readonly Entry[], height: number): PaneState {
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

/** The rows of an earlier time, unless some of now are there already. */
export function recall(pane: PaneState, { entries, quota, seenAt }: RecalledListing, height: number): PaneState {
  if (pane.status !== 'loading' || pane.listing.length > 0) return pane;
  const listing = Listing.of(entries);
  const incoming = { listing: Listing.empty(), rows: new Uint32Array(), isForPart: false };
  const shown = { ...pane, listing, incoming, seenAt, quota: quota ?? pane.quota };
  return reorder(shown, pane.wantedName, height);
}

/** Without an answer the earlier rows stay; an answer that says no makes an end of them. */
export function fail(pane: PaneState, error: ErrorRecord, height: number): PaneState {
  const failed: PaneState = { ...pane, status: 'failed', error, incoming: null };
  if (pane.seenAt === null || NO_ANSWER.has(error.code)) return failed;
  return reorder({ ...failed, listing: Listing.empty(), marks: new Set(), seenAt: null }, null, height);
}

/** All entries are there: a refresh takes the place of the rows before, and marks of what is gone go. */
export function finish(pane: PaneState, height: number): PaneState {
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

/** A folder below, read again while what was found is shown. */
export function recheck(
  pane: PaneState,
  action: Extract<PaneAction, { type: 'pane/rechecked' }>,
  height: number,
): PaneState {
  const listing = rechecked(pane.listing, action.folderPath, action.entries);
  return reorder({ ...pane, listing, marks: stillThere(pane.marks, listing) }, cursorName(pane), height);
}

/** Once a size is known, rows that are sorted by size are sorted anew; while it grows they stand still. */
export function measure(
  pane: PaneState,
  action: Extract<PaneAction, { type: 'pane/measured' }>,
  height: number,
): PaneState {
  const next = { ...pane, measures: withMeasured(pane.measures, action.name, action.measured) };
  return action.isDone && pane.sort.key === 'size' ? reorder(next, cursorName(pane), height) : next;
}
