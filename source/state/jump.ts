import { indexAtRow, rowCount, type PaneState } from './pane.ts';

export interface JumpFrom {
  /** The first row looked at. */
  readonly from: number;
  /** 1 downwards, -1 upwards; past the end it goes on at the other. */
  readonly step: 1 | -1;
}

/**
 * The row whose name begins with the text, else holds it, case aside; the nearest from there on, round the end. Null when
 * there is none or nothing is typed.
 */
export function rowHolding(pane: PaneState, text: string, { from, step }: JumpFrom): number | null {
  const wanted = text.toLowerCase();
  const count = rowCount(pane);
  if (wanted === '' || count === 0) return null;
  let holding: number | null = null;
  for (let steps = 0; steps < count; steps += 1) {
    const row = (((from + steps * step) % count) + count) % count;
    const index = indexAtRow(pane, row);
    if (index < 0) continue;
    const name = pane.listing.name(index).toLowerCase();
    if (name.startsWith(wanted)) return row;
    if (holding === null && name.includes(wanted)) holding = row;
  }
  return holding;
}
