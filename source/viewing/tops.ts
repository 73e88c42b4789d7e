import type { Layout } from './layouts.ts';
import type { Found } from './search.ts';

/** Rows of what stands above, when the view leaps to a find. */
const ROWS_ABOVE = 3;

/** What is seen: from its first byte up to the one after its last. */
export interface Seen {
  readonly top: number;
  readonly end: number;
}

/** The first byte seen after so many rows down, or up where they are negative; never beyond the file. */
export async function topAfter(layout: Layout, top: number, rows: number, signal: AbortSignal): Promise<number> {
  if (rows < 0) {
    const [first] = await layout.before(top, -rows, signal);
    return first ?? 0;
  }
  const { starts } = await layout.lay(top, rows + 1, null, signal);
  return starts.at(-1) ?? top;
}

/** The first byte seen where what is found is in view: the present one if it is, else one with some rows above the find. */
export async function topShowing(
  layout: Layout,
  found: Found,
  { top, end }: Seen,
  rows: number,
  signal: AbortSignal,
): Promise<number> {
  if (found.at >= top && found.at + found.length <= end) return top;
  const row = await layout.holding(found.at, signal);
  const [above] = await layout.before(row, Math.min(ROWS_ABOVE, Math.floor(rows / 3)), signal);
  return above ?? row;
}

/** The first column seen where what is found is in view: the present one if it is, else one that has it in the first third. */
export async function columnShowing(
  layout: Layout,
  found: Found,
  column: number,
  columns: number,
  signal: AbortSignal,
): Promise<number> {
  const { from, to } = await layout.columnsOf(found, signal);
  return from >= column && to <= column + columns ? column : Math.max(0, from - Math.floor(columns / 3));
}
