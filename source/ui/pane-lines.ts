import type { Registry } from '../commands/registry.ts';
import type { Badges } from '../state/compare.ts';
import { rowCount, type PaneState } from '../state/pane.ts';
import { fitLeft, fitMiddle, spread, widthOf, wrap } from './fit.ts';
import { columnsOf, headText, rowLine } from './pane-row.ts';
import { emptyWords, footerLeft, footerRight, headOf } from './pane-words.ts';
import { rowTotals, type RowTotals } from './row-totals.ts';
import type { LookLine } from './theme.ts';

export interface PaneLook {
  readonly pane: PaneState;
  readonly width: number;
  /** Rows of entries. */
  readonly height: number;
  readonly isActive: boolean;
  readonly home: string;
  /** The keys in force. */
  readonly registry: Registry;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How entries compare with the other pane's, by name; null where the panes are not compared. */
  readonly compared?: Badges | null | undefined;
  /** Bytes that uploads under way, or one that is asked about, would add to this cloud; 0 when absent. */
  readonly pending?: number;
  /** What the rows come to, where it is known already: summing up a large folder takes longer than drawing it. */
  readonly totals?: RowTotals;
}

/** One pane from top to bottom: header, column heads, the rows that show, footer. */
export function paneLines(look: PaneLook): readonly LookLine[] {
  const { pane, width, isActive, home, now, pending = 0, compared = null, totals = rowTotals(pane) } = look;
  const columns = columnsOf(width, pane.location.side === 'cloud', compared !== null);
  return [
    { text: fitMiddle(` ${headOf(pane, home)}`, width), look: isActive ? 'headActive' : 'head' },
    { text: headText(columns, pane.sort), look: 'head' },
    ...bodyLines(look),
    { text: footer(pane, totals, { width, now, pending }), look: 'faint' },
  ];
}

function footer(
  pane: PaneState,
  totals: RowTotals,
  { width, now, pending }: { readonly width: number; readonly now: number; readonly pending: number },
): string {
  const right = `${footerRight(pane, totals, now)} `;
  return spread(` ${footerLeft(pane, totals, { room: width - 2 - widthOf(right), pending })}`, right, width);
}

function bodyLines({ pane, width, height, isActive, now, registry, compared = null }: PaneLook): readonly LookLine[] {
  const columns = columnsOf(width, pane.location.side === 'cloud', compared !== null);
  const lines: LookLine[] = [];
  const end = Math.min(rowCount(pane), pane.top + height);
  for (let row = pane.top; row < end; row += 1) lines.push(rowLine({ pane, row, columns, isActive, now, compared }));
  const words = emptyWords(pane, registry);
  if (words !== null) {
    const look = pane.error === null ? 'faint' : 'error';
    lines.push(...wrap(words, width - 4).map((text) => ({ text: fitLeft(`  ${text}`, width), look }) as const));
  }
  while (lines.length < height) lines.push({ text: ' '.repeat(width), look: 'plain' });
  return lines.slice(0, height);
}
