import { Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { THEME, type LookLine } from './theme.ts';

/** One row of the screen in one look. All its props are primitive: it is drawn again only when they change. */
export const Line = memo(({ text, look }: LookLine): ReactNode => (
  <Text wrap="truncate" {...THEME[look]}>
    {text}
  </Text>
));
Line.displayName = 'Line';
