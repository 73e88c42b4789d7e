import type { ReadStream } from 'node:tty';
import { createDecoder, type Decoder, type DecoderOptions } from '../keys/decode.ts';
import type { InputEvent } from '../keys/events.ts';

/** A terminal to read from: a tty's read stream, or anything with its shape. */
export type TerminalInput = Pick<ReadStream, 'on' | 'off' | 'resume' | 'pause' | 'ref' | 'unref'> & {
  setRawMode?(isRaw: boolean): unknown;
};

export interface KeyReaderOptions extends DecoderOptions {
  readonly input: TerminalInput;
  /** Milliseconds after which a lone Escape is the Escape key; 50 when absent (ESCDELAY of ncurses fits here). */
  readonly escapeDelay?: number | undefined;
  /** Hears all that arrived at once, in order: a burst of keys is one call. */
  readonly onEvents: (events: readonly InputEvent[]) => void;
}

/** Reads the keyboard while it is started. */
export interface KeyReader {
  /** Turns raw mode on and listens. */
  start(): void;
  /** Gives the input back, cooked, as for another program; what was begun is forgotten. */
  stop(): void;
}

const ESCAPE_DELAY = 50;
/** A sequence that has begun may be cut by the line for longer than a person waits between two keys. */
const SEQUENCE_DELAY = 400;

/** The one reader of the keyboard. The terminal's modes (paste, mouse, kitty) are the screen's business. */
export function createKeyReader(options: KeyReaderOptions): KeyReader {
  return new RawKeyReader(options);
}

class RawKeyReader implements KeyReader {
  readonly #options: KeyReaderOptions;
  readonly #decoder: Decoder;
  #timer: NodeJS.Timeout | null = null;
  #isStarted = false;

  constructor(options: KeyReaderOptions) {
    this.#options = options;
    this.#decoder = createDecoder(options);
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { input } = this.#options;
    input.setRawMode?.(true);
    input.on('data', this.#onData);
    input.ref();
    input.resume();
  }

  stop(): void {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    const { input } = this.#options;
    this.#stopTimer();
    this.#decoder.reset();
    input.off('data', this.#onData);
    input.pause();
    // A paused tty would still keep the program alive.
    input.unref();
    input.setRawMode?.(false);
  }

  readonly #onData = (chunk: Uint8Array | string): void => {
    this.#stopTimer();
    this.#deliver(this.#decoder.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk));
    this.#waitForRest();
  };

  #waitForRest(): void {
    const { pending } = this.#decoder;
    if (!this.#isStarted || pending === 'none' || pending === 'paste') return;
    const delay = pending === 'escape' ? (this.#options.escapeDelay ?? ESCAPE_DELAY) : SEQUENCE_DELAY;
    this.#timer = setTimeout(() => this.#flushAfterInput(), delay);
  }

  /** The rest may have arrived while the program was busy: what is waiting in the input is read first. */
  #flushAfterInput(): void {
    const timer = this.#timer;
    setImmediate(() => {
      if (this.#timer !== timer || !this.#isStarted) return;
      this.#timer = null;
      this.#deliver(this.#decoder.flush());
    });
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #deliver(events: readonly InputEvent[]): void {
    if (events.length > 0) this.#options.onEvents(events);
  }
}
