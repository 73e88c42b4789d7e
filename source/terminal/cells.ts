import { Writable } from 'node:stream';
import type { InputEvent } from '../keys/events.ts';
import { BACKGROUND_QUESTION } from './background.ts';
import { GraphicLayer, type Graphic } from './graphic-layer.ts';
import { FrameReader, type FrameListener } from './frame-reader.ts';
import { Glyphs } from './glyphs.ts';
import { Grid } from './grid.ts';
import { type Cursor, motion } from './motion.ts';
import { PLAIN, Styles } from './styles.ts';
import { LinePace } from './line-pace.ts';
import { type ScreenOptions, startSequence, stopSequence } from './screen-modes.ts';
import { TerminalLine } from './terminal-line.ts';
import { Updater, type TerminalState } from './update.ts';

const SYNCHRONIZED_FROM = 2048;
/** So long after the last change of size the writer is asked for a whole picture; those in between are not shown. */
const RESIZE_CALM = 15;
/** What is written outside a synchronized picture is shown when nothing follows for so long. */
const LOOSE_CALM = 8;

/**
 * The standard output to give to Ink. It keeps the screen as cells, and writes to the terminal only the cells that differ, one
 * write a picture, by the cheapest way it knows. It never wraps at the right edge, and holds pictures back while the terminal has
 * not taken the last one. It owns the terminal's modes: they are set with the alternate screen and undone with it, by `restore` at
 * the latest. It emits `resize` at each change of size, and `calm` once when no other follows: pictures drawn in between may be for a size
 * that was over already, so a whole one is due then.
 */
export class CellScreen extends Writable {
  readonly isTTY = true;
  readonly #options: ScreenOptions;
  readonly #line: TerminalLine;
  readonly #pace = new LinePace();
  readonly #glyphs: Glyphs;
  readonly #styles: Styles;
  readonly #updater: Updater;
  readonly #reader: FrameReader;
  readonly #graphics = new GraphicLayer();
  #wanted: Grid;
  #state: TerminalState;
  #isOn = false;
  #isSynchronizing = false;
  #isBackgroundAsked = false;
  #mustClear = false;
  #isTerminalCursorShown = true;
  #timer: NodeJS.Timeout | null = null;
  /** Runs from a change of size until the writer is asked for a whole picture. */
  #calmTimer: NodeJS.Timeout | null = null;
  #opening = '';
  /** Somebody else has opened the other screen, and it is not taken over yet. */
  #isOpen: boolean;

  constructor(options: ScreenOptions) {
    super({ decodeStrings: false });
    this.#options = options;
    this.#glyphs = new Glyphs(options.capabilities.charset);
    this.#isOpen = options.isOpen === true;
    this.#styles = new Styles(options.capabilities.colors, options.capabilities.hasOsc);
    this.#updater = new Updater(this.#glyphs, this.#styles);
    this.#wanted = new Grid(options.output.columns, options.output.rows);
    this.#state = blankState(this.#wanted);
    this.#reader = new FrameReader(this.#wanted, this.#glyphs, this.#styles, this.#listener());
    this.#line = new TerminalLine(options.output, () => this.#show());
  }

  get columns(): number {
    return this.#wanted.columns;
  }

  get rows(): number {
    return this.#wanted.rows;
  }

  /** Bytes written to the terminal so far. */
  get bytesWritten(): number {
    return this.#line.bytesWritten;
  }

  /** Follows the terminal's size and pace, now that somebody reads what it says. */
  start(): void {
    this.#pace.start();
    this.#options.output.on('resize', this.#resized);
    // It may have changed while nobody looked.
    this.#resized();
  }

  /** Writes something that is no picture (a title, a bell, the clipboard) in its turn, at once. */
  send(sequence: string): void {
    this.#line.write(sequence);
  }

  /** Wants this picture below the cells, or none; it is drawn once they are blank there. */
  setGraphic(graphic: Graphic | null): void {
    if (this.#graphics.want(graphic) && this.#isOn) this.#showSoon(LOOSE_CALM);
  }

  /** Hears what arrives from the terminal: how fast it draws, and that a person waits for an answer. */
  hear(events: readonly InputEvent[]): void {
    const now = performance.now();
    for (const event of events) {
      if (event.type !== 'reply') this.#pace.touched(now);
      else if (event.report === '0n' && this.#pace.answered(now)) this.#show();
    }
  }

  /** Resolves when no answer of the terminal is under way any more, which else would be typed into the next program. */
  async settled(): Promise<void> {
    await this.#pace.settled();
  }

  /** Forgets what the terminal shows, as when something else wrote to it, and draws all of it again. */
  redraw(): void {
    if (!this.#isOn) return;
    this.#mustClear = true;
    this.#show();
  }

  /**
   * Hears that the size has changed (SIGWINCH), be it to what it was when last looked at: a terminal that was smaller in between has
   * lost what it cut off, and no `resize` tells of it.
   */
  readonly sizeChanged = (): void => {
    if (this.#isOn) this.#redrawOnceCalm();
  };

  /**
   * Puts the terminal back as it was, at once and whatever is still under way: for crashes and signals too. Nothing happens when
   * that was done already.
   */
  restore(): void {
    this.#options.output.off('resize', this.#resized);
    this.#stopTimer();
    if (!this.#isOn) return;
    this.#isOn = false;
    if (this.#opening === '') this.#line.writeNow(this.#graphics.dropped() + stopSequence(this.#options));
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    if (text === '') {
      // An empty write is a barrier: everything before it is to be on the terminal.
      this.#show(true);
      this.#line.whenTaken(() => done());
      return;
    }
    this.#reader.read(text);
    if (!this.#isSynchronizing) this.#showSoon(LOOSE_CALM);
    done();
  }

  #listener(): FrameListener {
    return {
      onAlternateScreen: (isOn) => (isOn ? this.#enter() : this.#leave()),
      onSynchronized: (isBegun) => {
        this.#isSynchronizing = isBegun;
        if (!isBegun) this.#show();
      },
      onOther: (sequence) => this.#line.write(sequence),
    };
  }

  #enter(): void {
    this.#reader.home();
    // Another writer goes on with the picture that is there.
    if (this.#isOn) return;
    this.#isOn = true;
    this.#wanted.clear();
    this.#state = blankState(this.#wanted);
    this.#isTerminalCursorShown = false;
    // It goes out with the first picture: a blank screen in between would only flicker.
    this.#opening = startSequence({ ...this.#options, isOpen: this.#isOpen });
    this.#isOpen = false;
    this.#showSoon(LOOSE_CALM);
  }

  #leave(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#stopTimer();
    if (this.#opening === '') this.#line.write(this.#graphics.dropped() + stopSequence(this.#options));
  }

  readonly #resized = (): void => {
    const { columns, rows } = this.#options.output;
    if (columns === this.columns && rows === this.rows) return;
    this.#wanted = this.#wanted.resized(columns, rows);
    this.#reader.setGrid(this.#wanted);
    this.#redrawOnceCalm();
    this.emit('resize');
  };

  #redrawOnceCalm(): void {
    this.#mustClear = true;
    if (this.#calmTimer !== null) clearTimeout(this.#calmTimer);
    this.#calmTimer = setTimeout(this.#calmed, RESIZE_CALM);
  }

  readonly #calmed = (): void => {
    this.#calmTimer = null;
    this.emit('calm');
    this.#show();
  };

  #showSoon(delay: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#show();
    }, delay);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#calmTimer !== null) clearTimeout(this.#calmTimer);
    this.#calmTimer = null;
  }

  /**
   * Brings the terminal up to date, unless it has not taken the last picture yet: then it is shown once it has. A picture that is
   * pressing waits for nothing else.
   */
  #show(isPressing = false): void {
    if (!this.#isOn || this.#isSynchronizing) return;
    if (this.#calmTimer !== null && !isPressing) return;
    const now = performance.now();
    const wait = isPressing ? 0 : this.#pace.wait(now);
    if (wait > 0) return this.#showSoon(wait);
    if (!this.#line.isFree) return this.#line.wantFree();
    const question = this.#question();
    const picture = this.#opening + this.#pictureUpdate() + question;
    this.#opening = '';
    if (picture !== '')
      this.#line.write(picture + this.#pace.written(Buffer.byteLength(picture), now, question !== ''));
  }

  /** The question for the background, once, when its answer would be read; where nobody may know it, it is not asked. */
  #question(): string {
    const { asksBackground = false, capabilities } = this.#options;
    const isKnown = capabilities.hasOsc && capabilities.multiplexer !== 'screen';
    if (!asksBackground || !isKnown || this.#isBackgroundAsked || !this.#pace.isAsking) return '';
    this.#isBackgroundAsked = true;
    return BACKGROUND_QUESTION;
  }

  #pictureUpdate(): string {
    const start = this.#mustClear
      ? `${this.#graphics.dropped()}${this.#styles.step(this.#state.style, PLAIN)}\u001b[2J`
      : '';
    if (this.#mustClear) this.#state = { ...blankState(this.#wanted), cursor: null };
    this.#mustClear = false;
    const gone = this.#graphics.before(this.#state.shown, this.#wanted);
    const cells = start + gone + this.#updater.update(this.#state, this.#wanted);
    const graphic = this.#graphics.after(this.#wanted);
    if (graphic !== '') this.#state.cursor = null;
    const update = cells + graphic + this.#cursorUpdate();
    if (cells.length < SYNCHRONIZED_FROM) return update;
    return `\u001b[?2026h${update}\u001b[?2026l`;
  }

  #cursorUpdate(): string {
    const { isCursorShown, row, column } = this.#reader;
    const mode = isCursorShown === this.#isTerminalCursorShown ? '' : isCursorShown ? '\u001b[?25h' : '\u001b[?25l';
    this.#isTerminalCursorShown = isCursorShown;
    if (!isCursorShown) return mode;
    const place: Cursor = { row, column: Math.min(column, this.columns - 1) };
    const { cursor } = this.#state;
    const isThere = cursor !== null && cursor.row === place.row && cursor.column === place.column;
    this.#state.cursor = place;
    return isThere ? mode : motion(cursor, place.row, place.column ?? 0) + mode;
  }
}

function blankState(like: Grid): TerminalState {
  return { shown: new Grid(like.columns, like.rows, true), cursor: { row: 0, column: 0 }, style: PLAIN };
}
