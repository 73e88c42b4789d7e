import type { ThemeChoice } from '../domain/settings.ts';
import type { ColorDepth } from '../terminal/capabilities.ts';

/** How a piece of text looks. */
export interface TextStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

/** What a piece of text means. No state is told by colour alone: each has a character or a word of its own. */
export type ThemeName =
  | 'plain'
  | 'title'
  | 'faint'
  | 'head'
  | 'headActive'
  | 'folder'
  | 'link'
  | 'marked'
  | 'cursor'
  | 'cursorMarked'
  | 'ok'
  | 'warning'
  | 'error'
  | 'key'
  | 'border'
  | 'chosen'
  /** A QR code: white is drawn, black is left, whatever the colours are, since readers need that. */
  | 'code';

/** A line of the screen, or a piece of one, in one look. */
export interface LookLine {
  /** Made safe and fitted to its width already. */
  readonly text: string;
  readonly look: ThemeName;
}

export interface Theme {
  readonly looks: Readonly<Record<ThemeName, TextStyle>>;
  /** The colour behind everything; the terminal's own when absent. */
  readonly paper?: string;
}

/** Whether the terminal's background is dark, as far as it has said. */
export type Background = 'dark' | 'light' | null;

/** Attributes alone, which the other themes add colours to. */
const WITHOUT_COLORS: Theme['looks'] = {
  plain: {},
  title: { bold: true },
  faint: { dimColor: true },
  head: { dimColor: true },
  headActive: { bold: true },
  folder: { bold: true },
  link: {},
  marked: { bold: true },
  cursor: { inverse: true },
  cursorMarked: { inverse: true, bold: true },
  ok: {},
  warning: {},
  error: { bold: true },
  key: { bold: true },
  border: {},
  chosen: { inverse: true, bold: true },
  code: {},
};

/** Where there are colours, they are those of paper. */
const CODE: TextStyle = { color: 'whiteBright', backgroundColor: 'black' };

/** The terminal's own sixteen, so that its palette decides. */
const TERMINAL: Theme = {
  looks: {
    ...WITHOUT_COLORS,
    code: CODE,
    folder: { color: 'blue', bold: true },
    link: { color: 'cyan' },
    marked: { color: 'yellow', bold: true },
    ok: { color: 'green' },
    warning: { color: 'yellow' },
    error: { color: 'red', bold: true },
  },
};

const DARK: Theme = {
  looks: {
    ...WITHOUT_COLORS,
    code: CODE,
    title: { color: ink(153), bold: true },
    faint: { color: ink(247) },
    head: { color: ink(247) },
    headActive: { color: ink(153), bold: true },
    folder: { color: ink(75), bold: true },
    link: { color: ink(80) },
    marked: { color: ink(221), bold: true },
    ok: { color: ink(114) },
    warning: { color: ink(215) },
    error: { color: ink(210), bold: true },
    key: { color: ink(153), bold: true },
    border: { color: ink(245) },
  },
};

const LIGHT: Theme = {
  looks: {
    ...WITHOUT_COLORS,
    code: CODE,
    title: { color: ink(24), bold: true },
    faint: { color: ink(241) },
    head: { color: ink(241) },
    headActive: { color: ink(24), bold: true },
    folder: { color: ink(25), bold: true },
    link: { color: ink(30) },
    marked: { color: ink(125), bold: true },
    ok: { color: ink(22) },
    warning: { color: ink(94) },
    error: { color: ink(124), bold: true },
    key: { color: ink(24), bold: true },
    border: { color: ink(243) },
  },
};

/** Of the sixteen, yellow and cyan cannot be read on a light background. */
const LIGHT_16: Theme = {
  looks: {
    ...TERMINAL.looks,
    link: { color: 'blue' },
    marked: { color: 'magenta', bold: true },
    warning: { color: 'magenta' },
  },
};

/** White, yellow and their like on black; nothing is dim, and what matters is underlined too. */
const CONTRAST: Theme = {
  paper: 'black',
  looks: {
    plain: onBlack('whiteBright'),
    title: onBlack('whiteBright', { bold: true }),
    faint: onBlack('whiteBright'),
    head: onBlack('whiteBright'),
    headActive: onBlack('yellowBright', { bold: true, underline: true }),
    folder: onBlack('cyanBright', { bold: true }),
    link: onBlack('cyanBright', { underline: true }),
    marked: onBlack('yellowBright', { bold: true }),
    cursor: { color: 'black', backgroundColor: 'whiteBright' },
    cursorMarked: { color: 'black', backgroundColor: 'yellowBright', bold: true },
    ok: onBlack('greenBright'),
    warning: onBlack('yellowBright', { bold: true }),
    error: { color: 'whiteBright', backgroundColor: 'red', bold: true },
    key: onBlack('yellowBright', { bold: true }),
    border: onBlack('whiteBright'),
    chosen: { color: 'black', backgroundColor: 'whiteBright', bold: true },
    code: CODE,
  },
};

const MONOCHROME: Theme = { looks: WITHOUT_COLORS };

/** The theme for a choice on a terminal of this depth; `auto` goes by the background, and by the terminal's palette while it is unknown. */
export function themeFor(choice: ThemeChoice, background: Background, depth: ColorDepth): Theme {
  if (depth === 'none') return MONOCHROME;
  const name = choice === 'auto' ? (background ?? 'terminal') : choice;
  switch (name) {
    case 'terminal':
      return TERMINAL;
    case 'contrast':
      return CONTRAST;
    case 'dark':
      return depth === '16' ? TERMINAL : DARK;
    case 'light':
      return depth === '16' ? LIGHT_16 : LIGHT;
  }
}

/** A colour of the 256, as Ink writes it: short on the line, and the same on all terminals that have them. */
function ink(number: number): string {
  return `ansi256(${number})`;
}

function onBlack(color: string, more: TextStyle = {}): TextStyle {
  return { color, backgroundColor: 'black', ...more };
}
