import type { InputEvent, KeyEvent } from './events.ts';
import { altOf, ESC, readToken, type Token } from './token.ts';
import { digitKey } from './tables.ts';

const PASTE_END = Uint8Array.of(ESC, 0x5b, 0x32, 0x30, 0x31, 0x7e);
const ESCAPE: KeyEvent = { type: 'key', key: 'esc' };

export interface DecoderOptions {
  /** The Linux console sends Shift and F1 to F8 as F13 to F20; true turns them back. */
  readonly isLinuxConsole?: boolean;
}

/**
 * What the decoder waits for: `escape` may be the Escape key or the start of a sequence, `sequence` is a sequence that
 * has begun, `paste` goes on until its end mark however long that takes.
 */
export type Pending = 'none' | 'escape' | 'sequence' | 'paste';

export interface Decoder {
  /** The events that these bytes complete. The chunks in which bytes come make no difference. */
  push(bytes: Uint8Array): InputEvent[];
  /**
   * Says that nothing followed for a while: a lone Escape becomes `esc`, `ESC [` becomes `alt+[`, and a longer piece is
   * dropped. A paste goes on.
   */
  flush(): InputEvent[];
  readonly pending: Pending;
  /** Forgets everything, as after another program had the terminal. */
  reset(): void;
}

/**
 * Turns bytes of a terminal into events, whatever terminal it is.
 *
 * Escape then a digit is an F-key without a deadline: `ESC 5` at once is `f5`; an Escape that was flushed has been
 * delivered as `esc`, and a digit as the very next key is still `f5`. Any other key in between ends that. In the same
 * way `[B` in one piece after a flushed Escape is the late rest of Down, not two typed characters.
 */
export function createDecoder(options: DecoderOptions = {}): Decoder {
  return new KeyDecoder(options.isLinuxConsole === true);
}

class KeyDecoder implements Decoder {
  readonly #isLinuxConsole: boolean;
  #bytes: Uint8Array = new Uint8Array(0);
  #paste: { text: string; readonly decoder: InstanceType<typeof TextDecoder> } | null = null;
  #lastKey: 'other' | 'esc' | 'flushed-esc' = 'other';

  constructor(isLinuxConsole: boolean) {
    this.#isLinuxConsole = isLinuxConsole;
  }

  get pending(): Pending {
    if (this.#paste !== null) return 'paste';
    const [first, second] = this.#bytes;
    if (first === undefined) return 'none';
    return first === ESC && this.#bytes.length <= 2 && (second === undefined || second === ESC) ? 'escape' : 'sequence';
  }

  push(chunk: Uint8Array): InputEvent[] {
    const events: InputEvent[] = [];
    this.#bytes = joined(this.#bytes, isLateRest(this.#lastKey, chunk) ? joined(Uint8Array.of(ESC), chunk) : chunk);
    let at = 0;
    while (at < this.#bytes.length) {
      const length = this.#paste === null ? this.#readKey(at, events) : this.#readPaste(at, events);
      if (length === 0) break;
      at += length;
    }
    this.#bytes = this.#bytes.slice(at);
    return events;
  }

  flush(): InputEvent[] {
    if (this.#paste !== null || this.#bytes.length === 0) return [];
    const [first, second, third] = this.#bytes;
    this.#bytes = new Uint8Array(0);
    const events: InputEvent[] = [];
    if (first !== ESC || third !== undefined) return [{ type: 'reply' }];
    if (second === undefined) events.push(ESCAPE);
    else if (second === ESC) events.push(ESCAPE, ESCAPE);
    else events.push(altOf(second));
    this.#lastKey = second === undefined || second === ESC ? 'flushed-esc' : 'other';
    return events;
  }

  reset(): void {
    this.#bytes = new Uint8Array(0);
    this.#paste = null;
    this.#lastKey = 'other';
  }

  /** Reads one token; answers its length, 0 while its end is missing. */
  #readKey(at: number, events: InputEvent[]): number {
    const token = readToken(this.#bytes, at);
    if (token === null) return 0;
    if (token.event === 'paste-start')
      this.#paste = { text: '', decoder: new TextDecoder('utf-8', { ignoreBOM: true }) };
    else events.push(this.#understood(token.event));
    return token.length;
  }

  #understood(event: Exclude<Token['event'], 'paste-start'>): InputEvent {
    if (event.type === 'reply') return event;
    const isAfterEscape = this.#lastKey !== 'other';
    this.#lastKey = event.type === 'key' && event.key === 'esc' ? 'esc' : 'other';
    if (event.type !== 'key') return event;
    if (isAfterEscape && /^\d$/.test(event.key)) return { type: 'key', key: digitKey(event.key) };
    return this.#isLinuxConsole ? unshifted(event) : event;
  }

  /** Takes text up to the end mark, or all but what may be the beginning of it. */
  #readPaste(at: number, events: InputEvent[]): number {
    const paste = this.#paste;
    if (paste === null) return 0;
    const end = indexOfEnd(this.#bytes, at);
    const stop = end === -1 ? Math.max(at, this.#bytes.length - PASTE_END.length + 1) : end;
    paste.text += paste.decoder.decode(this.#bytes.subarray(at, stop), { stream: true });
    if (end === -1) return stop - at;
    this.#paste = null;
    this.#lastKey = 'other';
    events.push({ type: 'paste', text: (paste.text + paste.decoder.decode()).replace(/\r\n?/g, '\n') });
    return end + PASTE_END.length - at;
  }
}

/** True for the rest of a sequence whose Escape was already taken for the key: it comes in one piece, as none types. */
function isLateRest(lastKey: string, chunk: Uint8Array): boolean {
  if (lastKey !== 'flushed-esc' || (chunk[0] !== 0x5b && chunk[0] !== 0x4f) || chunk.length < 2) return false;
  const token = readToken(joined(Uint8Array.of(ESC), chunk), 0);
  return token !== null && token.event !== 'paste-start' && token.event.type === 'key' && token.length > 2;
}

function unshifted(event: KeyEvent): KeyEvent {
  const number = Number(/^f(1[3-9]|20)$/.exec(event.key)?.[1] ?? 0);
  return number === 0 ? event : { type: 'key', key: `shift+f${number - 12}` };
}

function indexOfEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(ESC, from); at !== -1; at = bytes.indexOf(ESC, at + 1)) {
    if (PASTE_END.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
