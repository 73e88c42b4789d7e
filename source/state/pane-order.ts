import { parentRows, withCursor, type PaneState } from './pane.ts';
import { sortedRows } from './sort.ts';

/** Rows made anew, with the cursor on the same name; where it is gone, on the row it was. */
export function reorder(pane: PaneState, anchor: string | null, height: number): PaneState {
  const { showHidden, filter, measures } = pane;
  const rows = sortedRows(pane.listing, pane.sort, { showHidden, filter }, measures);
  const incoming = pane.incoming && {
    ...pane.incoming,
    rows: sortedRows(pane.incoming.listing, pane.sort, { showHidden, filter }),
  };
  return withAnchor({ ...pane, rows, incoming }, anchor, height);
}

/** The pane with the cursor on the name; where that is not there or null, in the row it was. */
export function withAnchor(pane: PaneState, anchor: string | null, height: number): PaneState {
  if (anchor === null) return withCursor(pane, pane.cursor, height);
  const index = pane.listing.indexOf(anchor);
  const row = index < 0 ? -1 : pane.rows.indexOf(index);
  return withCursor(pane, row < 0 ? pane.cursor : row + parentRows(pane), height);
}
