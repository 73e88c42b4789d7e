import { Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { THEME, type ThemeName } from './theme.ts';

export interface LineProps {
  /** Made safe and fitted to its width already. */
  readonly text: string;
  readonly look: ThemeName;
}

/** One row of the screen in one look. All its props are primitive: it is drawn again only when they change. */
export const Line = memo(({ text, look }: LineProps): ReactNode => (
  <Text wrap="truncate" {...THEME[look]}>
    {text}
  </Text>
));
Line.displayName = 'Line';
