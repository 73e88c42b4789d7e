import { Buffer } from 'node:buffer';
import type { Capabilities } from './capabilities.ts';

type Multiplexer = Capabilities['multiplexer'];
const ESC = '\u001b';
const BEL = '\u0007';
/** screen takes no more than this in one of its strings. */
const SCREEN_CHUNK = 76;
const MAX_CLIPBOARD = 74_994;

/**
 * OSC 52: puts text into the clipboard of the terminal the person sits at, through tmux and screen too. Answers null for more
 * than terminals take (about 75 kB).
 */
export function clipboardSequence(text: string, multiplexer: Multiplexer = 'none'): string | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > MAX_CLIPBOARD) return null;
  const sequence = `${ESC}]52;c;${bytes.toString('base64')}${BEL}`;
  const wrapped = throughMultiplexer(sequence, multiplexer);
  // tmux takes it itself under `set-clipboard on`, and hands it through under `allow-passthrough`: either may be off.
  return multiplexer === 'tmux' ? sequence + wrapped : wrapped;
}

/** OSC 2: the title of the window. */
export function titleSequence(title: string): string {
  return `${ESC}]2;${withoutControls(title)}${BEL}`;
}

/** Saves the window's title on the terminal's stack, or brings it back (xterm's window operations 22 and 23). */
export function titleStackSequence(step: 'save' | 'restore'): string {
  return `${ESC}[${step === 'save' ? '22' : '23'};2t`;
}

/** OSC 9;4: progress in the window's frame or task bar, 0 to 1; null takes it away. */
export function progressSequence(progress: number | null, isFailed = false): string {
  if (progress === null) return `${ESC}]9;4;0${BEL}`;
  const percent = Math.round(Math.min(1, Math.max(0, progress)) * 100);
  return `${ESC}]9;4;${isFailed ? 2 : 1};${percent}${BEL}`;
}

/** A sequence wrapped so that the multiplexer hands it to the terminal outside. */
function throughMultiplexer(sequence: string, multiplexer: Multiplexer): string {
  if (multiplexer === 'tmux') return `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${ESC}\\`;
  if (multiplexer === 'none') return sequence;
  const chunks: string[] = [];
  for (let at = 0; at < sequence.length; at += SCREEN_CHUNK) chunks.push(sequence.slice(at, at + SCREEN_CHUNK));
  return chunks.map((chunk) => `${ESC}P${chunk}${ESC}\\`).join('');
}

function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it takes out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
}
