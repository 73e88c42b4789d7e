import { Text } from 'ink';
import { createContext, useContext, type ReactNode } from 'react';
import { themeFor, type Theme, type ThemeName } from './theme.ts';

const ThemeContext = createContext<Theme>(themeFor('terminal', null, '16'));

/** Hands the theme down to `Styled`. */
export function ThemeProvider({ theme, children }: { readonly theme: Theme; readonly children: ReactNode }): ReactNode {
  return <ThemeContext value={theme}>{children}</ThemeContext>;
}

/** Text in one look of the theme, cut at the edge of its box. All text of the screen is written by it. */
export function Styled({ look, children }: { readonly look: ThemeName; readonly children: ReactNode }): ReactNode {
  const { looks } = useContext(ThemeContext);
  return (
    <Text wrap="truncate" {...looks[look]}>
      {children}
    </Text>
  );
}
