import { Box } from 'ink';
import { memo, type ReactNode } from 'react';
import { rowCount, type PaneState } from '../state/pane.ts';
import { fitLeft, fitMiddle, spread, wrap } from './fit.ts';
import { Line, type LineProps } from './line.tsx';
import { columnsOf, headText, rowLine } from './pane-row.ts';
import { emptyWords, footerLeft, footerRight, trailOf } from './pane-words.ts';

interface PaneViewProps {
  readonly pane: PaneState;
  readonly width: number;
  /** Rows of entries. */
  readonly height: number;
  readonly isActive: boolean;
  readonly home: string;
  readonly now: number;
}

/** One pane: header, column heads, the rows that show, footer. */
export const PaneView = memo(({ pane, width, height, isActive, home, now }: PaneViewProps): ReactNode => {
  const columns = columnsOf(width, pane.location.side === 'cloud');
  const header = fitMiddle(` ${trailOf(pane.location, home)}`, width);
  return (
    <Box flexDirection="column" width={width}>
      <Line text={header} look={isActive ? 'headActive' : 'head'} />
      <Line text={headText(columns, pane.sort)} look="head" />
      {bodyLines({ pane, width, height, isActive, now }).map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is its place on the screen
        <Line key={at} {...line} />
      ))}
      <Line text={spread(` ${footerLeft(pane)}`, `${footerRight(pane)} `, width)} look="faint" />
    </Box>
  );
});
PaneView.displayName = 'PaneView';

function bodyLines({ pane, width, height, isActive, now }: Omit<PaneViewProps, 'home'>): readonly LineProps[] {
  const columns = columnsOf(width, pane.location.side === 'cloud');
  const lines: LineProps[] = [];
  const end = Math.min(rowCount(pane), pane.top + height);
  for (let row = pane.top; row < end; row += 1) lines.push(rowLine({ pane, row, columns, isActive, now }));
  const words = emptyWords(pane);
  if (words !== null) {
    const look = pane.error === null ? 'faint' : 'error';
    lines.push(...wrap(words, width - 4).map((text) => ({ text: fitLeft(`  ${text}`, width), look }) as const));
  }
  while (lines.length < height) lines.push({ text: ' '.repeat(width), look: 'plain' });
  return lines.slice(0, height);
}
