import { Box } from 'ink';
import { memo, type ReactNode } from 'react';
import { Line } from './line.tsx';
import { paneLines, type PaneLook } from './pane-lines.ts';

/** One pane: header, column heads, the rows that show, footer. */
export const PaneView = memo((look: PaneLook): ReactNode => {
  return (
    <Box flexDirection="column" width={look.width}>
      {paneLines(look).map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is its place on the screen
        <Line key={at} {...line} />
      ))}
    </Box>
  );
});
PaneView.displayName = 'PaneView';
