/** How a piece of text looks, by meaning; colours are the sixteen of the terminal, so its own palette decides. */
export interface TextStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

export type ThemeName = keyof typeof THEME;

/** A line of the screen, or a piece of one, in one look. */
export interface LookLine {
  /** Made safe and fitted to its width already. */
  readonly text: string;
  readonly look: ThemeName;
}

/** Colour by meaning. No state is told by colour alone: each has a character or a word of its own. */
export const THEME = {
  plain: {},
  title: { bold: true },
  faint: { dimColor: true },
  head: { dimColor: true },
  headActive: { bold: true },
  folder: { color: 'blue', bold: true },
  link: { color: 'cyan' },
  marked: { color: 'yellow', bold: true },
  cursor: { inverse: true },
  cursorMarked: { inverse: true, bold: true },
  ok: { color: 'green' },
  warning: { color: 'yellow' },
  error: { color: 'red', bold: true },
  key: { bold: true },
  border: {},
  chosen: { inverse: true, bold: true },
} as const satisfies Readonly<Record<string, TextStyle>>;
