import type { PaneState } from '../state/pane.ts';

/** What the rows of a pane come to. */
export interface RowTotals {
  readonly bytes: number;
  readonly marked: number;
  readonly markedBytes: number;
}

/** All that the totals depend on: while none of it has changed they hold. */
type Summed = Pick<PaneState, 'rows' | 'listing' | 'marks' | 'measures'>;

/** The bytes of the files that show, and the marked entries among them with theirs, as far as their folders were measured. */
export function rowTotals({ rows, listing, marks, measures }: Summed): RowTotals {
  const totals = { bytes: 0, marked: 0, markedBytes: 0 };
  for (const index of rows) {
    const size = listing.size(index);
    totals.bytes += size ?? 0;
    if (marks.size === 0) continue;
    const name = listing.name(index);
    if (!marks.has(name)) continue;
    totals.marked += 1;
    totals.markedBytes += size ?? measures.get(name)?.bytes ?? 0;
  }
  return totals;
}
