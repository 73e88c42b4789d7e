import { csiEvent, isRxvtShift } from './csi.ts';
import type { InputEvent, KeyEvent, ReplyEvent } from './events.ts';
import { modifiersOf, namedKey, withAlt } from './modifiers.ts';
import { mouseEvent } from './mouse.ts';
import { digitKey, LINUX_KEYS, SS3_CHARACTERS, SS3_KEYS } from './tables.ts';

/** What stands at a place of the input: an event and how many bytes it took. */
export interface Token {
  readonly event: InputEvent | 'paste-start';
  readonly length: number;
}

export const ESC = 0x1b;
const DEL = 0x7f;
const BEL = 0x07;
const REPLY: ReplyEvent = { type: 'reply' };
const MAX_CSI = 128;
const MAX_STRING = 8192;
const MAX_REPORT = 64;
const CONTROL_KEYS: Readonly<Record<number, string>> = {
  0: 'ctrl+space',
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  28: 'ctrl+\\',
  29: 'ctrl+]',
  30: 'ctrl+^',
  31: 'ctrl+_',
  127: 'backspace',
};

/**
 * The token at `at`, or null when its end has not arrived. It depends on nothing but the bytes up to its own end, so the
 * chunks in which they arrive make no difference.
 */
export function readToken(bytes: Uint8Array, at: number): Token | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first === ESC) return readEscape(bytes, at);
  if (first < 0x20 || first === DEL) return { event: controlKey(first), length: 1 };
  return first < 0x80 ? { event: typed(String.fromCharCode(first)), length: 1 } : readUtf8(bytes, at, first);
}

function controlKey(byte: number): KeyEvent {
  return { type: 'key', key: CONTROL_KEYS[byte] ?? `ctrl+${String.fromCharCode(byte + 0x60)}` };
}

function typed(character: string): KeyEvent {
  return { type: 'key', key: character === ' ' ? 'space' : character, text: character };
}

/** One code point. Bytes that are no UTF-8 are dropped up to the first that could begin something. */
function readUtf8(bytes: Uint8Array, at: number, first: number): Token | null {
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return { event: REPLY, length: 1 };
  let code = first & (0x7f >> length);
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next];
    if (byte === undefined) return null;
    if ((byte & 0xc0) !== 0x80) return { event: REPLY, length: next };
    code = (code << 6) | (byte & 0x3f);
  }
  const isBad = code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || code < (length === 4 ? 0x10000 : 0x80);
  // C1 controls are typed by nobody.
  return { event: isBad || code < 0xa0 ? REPLY : typed(String.fromCodePoint(code)), length };
}

function readEscape(bytes: Uint8Array, at: number): Token | null {
  switch (bytes[at + 1]) {
    case undefined:
      return null;
    case 0x5b: // [
      return readCsi(bytes, at);
    case 0x4f: // O
      return readSs3(bytes, at);
    case 0x50: // P: DCS
    case 0x5d: // ]: OSC
    case 0x5f: // _: APC
      return readString(bytes, at);
    case ESC:
      return readTwoEscapes(bytes, at);
    default:
      return longer(readToken(bytes, at + 1));
  }
}

/**
 * rxvt and PuTTY put an Escape before a whole key for Alt; otherwise the first Escape was a key by itself: also before
 * what is no key, as an answer of the terminal that came right after it.
 */
function readTwoEscapes(bytes: Uint8Array, at: number): Token | null {
  const third = bytes[at + 2];
  if (third === undefined) return null;
  const isSequence = third === 0x5b || third === 0x4f;
  const rest = isSequence ? readEscape(bytes, at + 1) : null;
  if (isSequence && rest === null) return null;
  if (rest !== null && rest.event !== 'paste-start' && rest.event.type === 'key') return longer(rest);
  return { event: { type: 'key', key: 'esc' }, length: 1 };
}

/** The token with the Escape before it. */
function longer(token: Token | null): Token | null {
  if (token === null) return null;
  const { event, length } = token;
  if (event === 'paste-start' || event.type !== 'key') return { event, length: length + 1 };
  return {
    event: /^\d$/.test(event.key) ? { type: 'key', key: digitKey(event.key) } : withAlt(event),
    length: length + 1,
  };
}

function readCsi(bytes: Uint8Array, at: number): Token | null {
  const start = at + 2;
  if (bytes[start] === 0x5b) return readLinuxKey(bytes, at);
  for (let end = start; end < start + MAX_CSI; end += 1) {
    const byte = bytes[end];
    if (byte === undefined) return null;
    const body = latin(bytes, start, end);
    if (byte === 0x24 && isRxvtShift(body)) return { event: csiEvent(body, '$'), length: end + 1 - at };
    // A character that no sequence holds: this one was cut off, and that one begins something else.
    if (byte < 0x20 || byte > 0x7e) return cutOff(bytes, at, end);
    if (byte < 0x40) continue;
    if (byte === 0x4d && body === '') return readOldMouse(bytes, at);
    return { event: finished(body, String.fromCharCode(byte)), length: end + 1 - at };
  }
  return { event: REPLY, length: start + MAX_CSI - at };
}

function finished(body: string, final: string): InputEvent | 'paste-start' {
  if (body === '200' && final === '~') return 'paste-start';
  const event = csiEvent(body, final);
  // The kitty protocol and modifyOtherKeys tell Alt and a digit as such; elsewhere it cannot be told from Escape, digit.
  const digit = event.type === 'key' ? /^alt\+(\d)$/.exec(event.key)?.[1] : undefined;
  return digit === undefined ? event : { type: 'key', key: digitKey(digit) };
}

function readLinuxKey(bytes: Uint8Array, at: number): Token | null {
  const letter = bytes[at + 3];
  if (letter === undefined) return null;
  const key = LINUX_KEYS.get(String.fromCharCode(letter));
  if (key === undefined)
    return letter < 0x20 || letter > 0x7e ? cutOff(bytes, at, at + 3) : { event: REPLY, length: 4 };
  return { event: { type: 'key', key }, length: 4 };
}

/** `CSI M` and three bytes: the mouse as terminals without SGR 1006 tell it. */
function readOldMouse(bytes: Uint8Array, at: number): Token | null {
  const [bits, column, row] = bytes.subarray(at + 3, at + 6);
  if (bits === undefined || column === undefined || row === undefined) return null;
  return { event: mouseEvent(bits - 32, column - 32, row - 32, false), length: 6 };
}

function readSs3(bytes: Uint8Array, at: number): Token | null {
  for (let end = at + 2; end < at + 8; end += 1) {
    const byte = bytes[end];
    if (byte === undefined) return null;
    const isParameter = (byte >= 0x30 && byte <= 0x39) || byte === 0x3b;
    if (isParameter) continue;
    if (byte < 0x20 || byte > 0x7e) return cutOff(bytes, at, end);
    return { event: ss3Event(latin(bytes, at + 2, end), String.fromCharCode(byte)), length: end + 1 - at };
  }
  return { event: REPLY, length: 8 };
}

function ss3Event(body: string, final: string): InputEvent {
  const character = SS3_CHARACTERS.get(final);
  if (character !== undefined) return body === '' ? typed(character) : REPLY;
  const name = SS3_KEYS.get(final);
  return name === undefined ? REPLY : namedKey(name, modifiersOf(Number(body.split(';').at(-1)) || 1));
}

/** DCS, OSC and APC up to their end. Only answers of the terminal look so. */
function readString(bytes: Uint8Array, at: number): Token | null {
  for (let end = at + 2; end < at + MAX_STRING; end += 1) {
    const byte = bytes[end];
    if (byte === undefined) return null;
    if (byte === BEL) return { event: stringReply(bytes, at + 1, end), length: end + 1 - at };
    if (byte === 0x18 || byte === 0x1a) return { event: REPLY, length: end + 1 - at };
    if (byte !== ESC) continue;
    if (bytes[end + 1] === undefined) return null;
    if (bytes[end + 1] !== 0x5c) return cutOff(bytes, at, end);
    return { event: stringReply(bytes, at + 1, end), length: end + 2 - at };
  }
  return { event: REPLY, length: MAX_STRING };
}

/** An answer in a string, with its introducer; a long one is nobody's. */
function stringReply(bytes: Uint8Array, start: number, end: number): ReplyEvent {
  return end - start > MAX_REPORT ? REPLY : { type: 'reply', report: latin(bytes, start, end) };
}

/** What stands before `end` never got its own end. Two bytes alone were Alt and a character. */
function cutOff(bytes: Uint8Array, at: number, end: number): Token {
  return end - at === 2 ? { event: altOf(bytes[at + 1] ?? 0), length: 2 } : { event: REPLY, length: end - at };
}

/** Alt with an ASCII character. */
export function altOf(byte: number): KeyEvent {
  return withAlt(typed(String.fromCharCode(byte)));
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
