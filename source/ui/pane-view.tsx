import { Box } from 'ink';
import { memo, useMemo, type ReactNode } from 'react';
import { Line } from './line.tsx';
import { paneLines, type PaneLook } from './pane-lines.ts';
import { rowTotals } from './row-totals.ts';

/** One pane: header, column heads, the rows that show, footer. */
export const PaneView = memo((look: PaneLook): ReactNode => {
  const { rows, listing, marks, measures } = look.pane;
  const totals = useMemo(() => rowTotals({ rows, listing, marks, measures }), [rows, listing, marks, measures]);
  return (
    <Box flexDirection="column" width={look.width}>
      {paneLines({ ...look, totals }).map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is its place on the screen
        <Line key={at} {...line} />
      ))}
    </Box>
  );
});
PaneView.displayName = 'PaneView';
