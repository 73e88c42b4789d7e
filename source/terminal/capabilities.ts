import type { ColorChoice } from '../domain/settings.ts';
import type { Charset } from './charset.ts';

/** How many colours may be written. */
export type ColorDepth = 'none' | '16' | '256' | 'true';

/** What the terminal can do, as far as its environment says. Nothing is asked of the terminal itself. */
export interface Capabilities {
  readonly colors: ColorDepth;
  /** Less than everything where the locale is not UTF-8, on the Linux console, and where the person asked for ASCII. */
  readonly charset: Charset;
  /** TERM=dumb or none: no cursor motion; the plain mode is the only one. */
  readonly isDumb: boolean;
  /** The kernel's own console: no alternate screen, Shift and F-keys as F13 to F20. */
  readonly isLinuxConsole: boolean;
  /** It understands OSC: titles and questions about its colours. A VT100 would print them. */
  readonly hasOsc: boolean;
  /** Which multiplexer stands between, for sequences that must be wrapped to get through. */
  readonly multiplexer: 'none' | 'tmux' | 'screen';
}

export interface CapabilityQuestion {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--color`: `auto` goes by the environment. */
  readonly color?: ColorChoice | undefined;
  /** `--ascii`. */
  readonly isAsciiWanted?: boolean | undefined;
}

/**
 * Capabilities from the environment alone: NO_COLOR (any non-empty value, no-color.org), FORCE_COLOR, COLORTERM, TERM, TMUX, STY and the locale.
 * `--color=always` overrules NO_COLOR and, where TERM tells nothing, means 16 colours.
 */
export function detectCapabilities({ env, color = 'auto', isAsciiWanted = false }: CapabilityQuestion): Capabilities {
  const term = env['TERM'] ?? '';
  return {
    colors: colorDepth(env, term, color),
    charset: charsetOf(env, term, isAsciiWanted),
    isDumb: term === '' || term === 'dumb' || term === 'unknown',
    isLinuxConsole: isLinux(term),
    hasOsc: HAS_OSC.test(term),
    multiplexer: multiplexerOf(env, term),
  };
}

/** Terminals, by the beginning of TERM, that swallow an OSC they do not know. */
const HAS_OSC =
  /^(xterm|screen|tmux|rxvt|kitty|ghostty|alacritty|foot|wezterm|putty|konsole|st\b|vte|gnome|mintty|contour)/i;

function colorDepth(env: CapabilityQuestion['env'], term: string, color: ColorChoice): ColorDepth {
  if (color === 'never') return 'none';
  if (color === '16' || color === '256') return color;
  if (color === 'truecolor') return 'true';
  if (color === 'auto' && (env['NO_COLOR'] ?? '') !== '') return 'none';
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') || term.endsWith('-direct')) return 'true';
  if (/kitty|ghostty|alacritty|foot|wezterm/.test(term)) return 'true';
  if (/256/.test(term)) return '256';
  const isColorTerm = /^(xterm|screen|tmux|rxvt|linux|vt[2-9]\d\d|ansi|putty|konsole|st|cygwin|eterm)/i.test(term);
  if (isColorTerm || /color/.test(term) || color === 'always') return '16';
  return (env['FORCE_COLOR'] ?? '0') === '0' ? 'none' : '16';
}

/** LC_ALL, LC_CTYPE and LANG in the order of POSIX; nothing set means the C locale. */
function isUtf8(env: CapabilityQuestion['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((each) => each !== undefined && each !== '') ?? '';
  return /utf-?8/i.test(locale);
}

function charsetOf(env: CapabilityQuestion['env'], term: string, isAsciiWanted: boolean): Charset {
  if (!isUtf8(env)) return 'ascii';
  if (isAsciiWanted) return 'ascii-signs';
  return isLinux(term) ? 'console' : 'unicode';
}

function isLinux(term: string): boolean {
  return term === 'linux' || term.startsWith('linux-');
}

function multiplexerOf(env: CapabilityQuestion['env'], term: string): Capabilities['multiplexer'] {
  if ((env['TMUX'] ?? '') !== '' || term.startsWith('tmux')) return 'tmux';
  return (env['STY'] ?? '') !== '' || term.startsWith('screen') ? 'screen' : 'none';
}
