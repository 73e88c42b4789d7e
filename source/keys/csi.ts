import type { InputEvent, ReplyEvent } from './events.ts';
import { characterKey, modifiersOf, namedKey } from './modifiers.ts';
import { mouseEvent } from './mouse.ts';
import { CODE_CHARACTERS, CODE_KEYS, isPrivateCode, LETTER_KEYS, RXVT_SHIFTED, TILDE_KEYS } from './tables.ts';

const REPLY: ReplyEvent = { type: 'reply' };
const RXVT_SUFFIXES: Readonly<Record<string, number>> = { $: 2, '^': 5, '@': 6 };
const RELEASE = 3;
/** A longer answer is nobody's. */
const MOST_REPORTED = 64;

/**
 * The event of a whole control sequence. `body` is what stood between `CSI` and its last character (`1;2`), `final` that
 * character. What is no key is a reply.
 */
export function csiEvent(body: string, final: string): InputEvent {
  if (body.startsWith('<')) return sgrMouse(body.slice(1), final);
  // A private mark or an intermediate character: only answers of the terminal have them.
  if (/[^\d;:]/.test(body)) return final === 'c' && body.startsWith('?') ? reportOf(body, final) : REPLY;
  const fields = body.split(';').map((field) => field.split(':').map(numberOf));
  if (fields[1]?.[1] === RELEASE) return REPLY;
  if (final === 'u') return codeEvent(fields[0]?.[0], fields[1]?.[0], fields[2]);
  if (final === '~') return tildeEvent(fields);
  const suffix = RXVT_SUFFIXES[final];
  if (suffix !== undefined) return tildeEvent([fields[0] ?? [], [suffix]]);
  if (final === 'M') return oldMouse(fields);
  return letterEvent(body, final, fields);
}

/** True when `CSI body $` is whole: rxvt ends Shift with a character that elsewhere stands in the middle. */
export function isRxvtShift(body: string): boolean {
  return /^\d+$/.test(body) && TILDE_KEYS.has(Number(body));
}

/** What somebody may have asked for: that all is drawn, what the terminal is, how large its cells are. */
function reportOf(body: string, final: string): ReplyEvent {
  return body.length > MOST_REPORTED ? REPLY : { type: 'reply', report: body + final };
}

function letterEvent(body: string, final: string, fields: readonly (readonly (number | undefined)[])[]): InputEvent {
  if (final === 'n' || final === 't') return reportOf(body, final);
  if (final === 'Z') return { type: 'key', key: 'shift+tab' };
  const shifted = RXVT_SHIFTED.get(final);
  if (shifted !== undefined && body === '') return { type: 'key', key: shifted };
  const name = LETTER_KEYS.get(final);
  const parameter = fields[1]?.[0];
  // `CSI row ; column R` is where the cursor is, unless it can be F3 with modifiers.
  const isKey = body === '' || fields[0]?.[0] === 1 || (fields.length === 1 && final !== 'R');
  if (name === undefined || !isKey || (parameter ?? 0) > 256) return REPLY;
  // Old konsole and rxvt leave the 1 out and put the modifiers first.
  const modifiers = fields.length === 1 ? fields[0]?.[0] : parameter;
  return namedKey(name, modifiersOf(modifiers));
}

function tildeEvent(fields: readonly (readonly (number | undefined)[])[]): InputEvent {
  const number = fields[0]?.[0] ?? 0;
  // modifyOtherKeys: CSI 27 ; modifiers ; code ~
  if (number === 27 && fields.length === 3) return codeEvent(fields[2]?.[0], fields[1]?.[0], undefined);
  const name = TILDE_KEYS.get(number);
  return name === undefined ? REPLY : namedKey(name, modifiersOf(fields[1]?.[0]));
}

function codeEvent(
  code: number | undefined,
  modifierParameter: number | undefined,
  textCodes: readonly (number | undefined)[] | undefined,
): InputEvent {
  if (code === undefined || code > 0x10ffff) return REPLY;
  const modifiers = modifiersOf(modifierParameter);
  const name = CODE_KEYS.get(code);
  if (name !== undefined) return namedKey(name, modifiers);
  const keypad = CODE_CHARACTERS.get(code);
  if (keypad === undefined && (isPrivateCode(code) || code < 32)) return REPLY;
  const event = characterKey(keypad ?? String.fromCodePoint(code), modifiers);
  const text = textOf(textCodes);
  return text === '' || event.text === undefined ? event : { type: 'key', key: text === ' ' ? 'space' : text, text };
}

function textOf(codes: readonly (number | undefined)[] | undefined): string {
  return (codes ?? [])
    .flatMap((code) => (code !== undefined && code >= 32 && code <= 0x10ffff ? [String.fromCodePoint(code)] : []))
    .join('');
}

function sgrMouse(body: string, final: string): InputEvent {
  const [bits, column, row] = body.split(';').map(numberOf);
  if ((final !== 'M' && final !== 'm') || bits === undefined || column === undefined || row === undefined) return REPLY;
  return mouseEvent(bits, column, row, final === 'm');
}

/** urxvt's 1015: like the oldest encoding, with decimal numbers. */
function oldMouse(fields: readonly (readonly (number | undefined)[])[]): InputEvent {
  const [bits, column, row] = fields.map((field) => field[0]);
  if (bits === undefined || column === undefined || row === undefined) return REPLY;
  return mouseEvent(bits - 32, column, row, false);
}

function numberOf(digits: string): number | undefined {
  return digits === '' ? undefined : Number.parseInt(digits, 10);
}
