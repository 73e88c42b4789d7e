import type { Registry } from '../commands/registry.ts';
import type { AppState } from '../state/app-state.ts';
import { layoutOf } from '../state/layout.ts';
import type { ColorDepth } from '../terminal/capabilities.ts';
import { spread } from './fit.ts';
import { disabledSlots, keyBarPieces } from './key-bar-words.ts';
import { paneLines } from './pane-lines.ts';
import { statusWords } from './status-words.ts';
import { themeFor, type LookLine, type TextStyle, type Theme } from './theme.ts';

const BLANKS = / {4,}/g;
const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const BRIGHT = 'Bright';

export interface FrameParts {
  readonly registry: Registry;
  /** The colours that the terminal has. */
  readonly colors: ColorDepth;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The screen of a state that has no layers and no jobs, as text with colours for a blank screen, a line a row: what `App` draws, without Ink
 * and React, which take longer to load than anybody wants to look at an empty screen.
 */
export function firstFrame(state: AppState, { registry, colors, now }: FrameParts): string {
  const { columns: width } = state.size;
  const theme = themeFor(state.settings.theme, state.background, colors);
  const draw = (line: LookLine): string => styled(line, theme);
  const { text, look } = statusWords(registry, { notice: state.notice, last: null, now, width: width - 1 });
  const keyBar = keyBarPieces({ registry, layer: 'panes', width }, disabledSlots(registry, 'panes', state));
  return [
    draw({ text: spread(` u1file   ${state.account.label}`, '', width), look: 'title' }),
    ...panes(state, { registry, now: now - (now % 60_000) }, draw),
    draw({ text: spread(` ${text}`, '', width), look }),
    keyBar.map(draw).join(''),
  ].join('\n');
}

function panes(
  state: AppState,
  { registry, now }: Pick<FrameParts, 'registry' | 'now'>,
  draw: (line: LookLine) => string,
): readonly string[] {
  const { home, active } = state;
  const { listHeight: height, isTwoPane, leftWidth, rightWidth } = layoutOf(state);
  const lines = (side: 'left' | 'right', width: number): readonly string[] =>
    paneLines({ pane: state[side], width, height, isActive: active === side, home, now, registry }).map(draw);
  if (!isTwoPane) return lines(active, leftWidth);
  const right = lines('right', rightWidth);
  const divider = draw({ text: '│', look: 'border' });
  return lines('left', leftWidth).map((line, at) => `${line}${divider}${right[at] ?? ''}`);
}

function styled({ text, look }: LookLine, { looks }: Theme): string {
  const style = looks[look];
  const codes = codesOf(style);
  // On a blank screen blanks in no colour are there already: to step over them is less to read for who draws this.
  const shown = style.inverse === true || style.backgroundColor !== undefined ? text : text.replace(BLANKS, leap);
  return codes === '' ? shown : `\u001b[${codes}m${shown}\u001b[m`;
}

function leap(blanks: string): string {
  return `\u001b[${blanks.length}C`;
}

/** The look as SGR parameters. */
function codesOf({ color, backgroundColor, bold, dimColor, inverse, underline }: TextStyle): string {
  const codes: string[] = [];
  if (bold === true) codes.push('1');
  if (dimColor === true) codes.push('2');
  if (underline === true) codes.push('4');
  if (inverse === true) codes.push('7');
  if (color !== undefined) codes.push(colorCodes(color, 30));
  if (backgroundColor !== undefined) codes.push(colorCodes(backgroundColor, 40));
  return codes.join(';');
}

/** A colour as Ink names it: one of the eight, its bright twin, or one of the 256. `base` is 30 for ink, 40 for paper. */
function colorCodes(color: string, base: 30 | 40): string {
  const number = /^ansi256\((\d+)\)$/.exec(color)?.[1];
  if (number !== undefined) return `${base + 8};5;${number}`;
  const isBright = color.endsWith(BRIGHT);
  const index = COLORS.indexOf(isBright ? color.slice(0, -BRIGHT.length) : color);
  return String(base + (isBright ? 60 : 0) + index);
}
