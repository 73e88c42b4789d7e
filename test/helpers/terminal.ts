import { spawn, type IPty } from '@lydell/node-pty';
import type { Terminal } from '@xterm/headless';
import { delimiter, dirname } from 'node:path';
import { SlowLine } from './slow-line.ts';
import { type Cell, cellsOf, feed, newTerminal, rowsOf } from './screen.ts';

export interface TerminalOptions {
  /** A program; this Node when absent. */
  readonly command?: string;
  readonly args: readonly string[];
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** A line between the program and the screen: bytes a second towards the screen, and milliseconds of a round trip. */
  /** What it answers to `CSI c` (what it is) and `CSI 16 t` (how large its cells are) instead of what it would. */
  readonly answers?: { readonly c: string; readonly t: string } | undefined;
  readonly line?: { readonly bytesPerSecond: number; readonly roundTrip: number };
}

export interface Exit {
  readonly status: number;
  readonly signal: number;
}

const KEYS: Readonly<Record<string, string>> = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  insert: '\u001b[2~',
  delete: '\u001b[3~',
  backspace: '\u007f',
  enter: '\r',
  tab: '\t',
  'shift+tab': '\u001b[Z',
  esc: '\u001b',
  space: ' ',
  'shift+up': '\u001b[1;2A',
  'shift+down': '\u001b[1;2B',
  'shift+f6': '\u001b[17;2~',
};
const F_KEYS = ['OP', 'OQ', 'OR', 'OS', '[15~', '[17~', '[18~', '[19~', '[20~', '[21~', '[23~', '[24~'];
/** A limit for what never comes, never a measure: the machines are shared. */
const PATIENCE = 30_000;

/** A program in a real pseudo-terminal, with a real screen at its other end. */
export class PtyTerminal {
  readonly #pty: IPty;
  readonly #terminal: Terminal;
  readonly #exit: Promise<Exit>;
  readonly #watchers = new Set<() => void>();
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #lastOutputAt = 0;
  #hasEnded = false;
  /** It has ended and everything it wrote is drawn. */
  #isGone = false;

  /** The line towards the screen; null when they are side by side. */
  readonly line: SlowLine | null;
  readonly #back: SlowLine | null;

  constructor(pty: IPty, terminal: Terminal, line?: TerminalOptions['line']) {
    this.line =
      line === undefined ? null : new SlowLine(line.bytesPerSecond, line.roundTrip / 2, (data) => this.#draw(data));
    this.#back =
      line === undefined
        ? null
        : new SlowLine(1_000_000, line.roundTrip / 2, (data) => pty.write(data.toString('latin1')));
    this.#pty = pty;
    this.#terminal = terminal;
    this.#exit = new Promise((resolve) => {
      pty.onExit(({ exitCode, signal }) => {
        this.#hasEnded = true;
        // Its last words are drawn first.
        void feed(terminal, '').then(() => {
          this.#isGone = true;
          resolve({ status: exitCode, signal: signal ?? 0 });
          this.#tell();
        });
      });
    });
    // What the terminal answers to queries goes back to the program.
    terminal.onData((answer) => this.write(answer));
    pty.onData((data) => this.#take(Buffer.from(data as unknown as Uint8Array)));
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** How many bytes the program has written. */
  get bytes(): number {
    return this.#length;
  }

  /** When its last bytes came (`performance.now()`). */
  get lastOutputAt(): number {
    return this.#lastOutputAt;
  }

  /** Everything the program wrote, from this byte on. */
  output(from = 0): string {
    return Buffer.concat(this.#chunks).subarray(from).toString('utf8');
  }

  /** Answers so to what is asked of it from now on. */
  answerWith({ c, t }: NonNullable<TerminalOptions['answers']>): void {
    this.#terminal.parser.registerCsiHandler({ final: 'c' }, () => this.#answer(c));
    this.#terminal.options.windowOptions = { getCellSizePixels: true };
    this.#terminal.parser.registerCsiHandler({ final: 't' }, ([what]) => what === 16 && this.#answer(t));
  }

  #answer(text: string): boolean {
    this.write(text);
    return true;
  }

  /** Presses keys by name: `down`, `f5`, `ctrl+r`, `alt+.`, or a character. */
  press(...names: readonly string[]): void {
    for (const name of names) this.write(this.bytesOf(name));
  }

  /** What the terminal sends for a key in the mode that the program has put it into. */
  bytesOf(name: string): string {
    const bytes = bytesOf(name);
    // oxlint-disable-next-line no-control-regex -- keys begin with a control character
    const isCursorKey = /^\u001b\[[A-DHF]$/.test(bytes);
    return isCursorKey && this.#terminal.modes.applicationCursorKeysMode ? bytes.replace('[', 'O') : bytes;
  }

  /** Types a text as it is. */
  type(text: string): void {
    this.write(text);
  }

  write(bytes: string): void {
    if (this.#back === null) this.#pty.write(bytes);
    else this.#back.send(Buffer.from(bytes, 'latin1'));
  }

  /** The rows as text, without the blanks at their ends. */
  screen(): string[] {
    return rowsOf(this.#terminal);
  }

  cells(): Cell[][] {
    return cellsOf(this.#terminal);
  }

  /** Where the cursor is, from 0, and which of the two screens is shown. */
  cursor(): { readonly row: number; readonly column: number; readonly isAlternate: boolean } {
    const { cursorX, cursorY, type } = this.#terminal.buffer.active;
    return { row: cursorY, column: cursorX, isAlternate: type === 'alternate' };
  }

  modes(): Terminal['modes'] {
    return this.#terminal.modes;
  }

  /** Waits until the screen holds this, or is so; it is looked at again after everything the program writes. */
  async waitFor(
    wanted: string | RegExp | ((screen: readonly string[]) => boolean),
    limit = PATIENCE,
  ): Promise<string[]> {
    await this.waitUntil(
      () => isShown(wanted, this.screen()),
      typeof wanted === 'function' ? 'the state' : String(wanted),
      limit,
    );
    return this.screen();
  }

  /** Waits until a condition holds that only the program's output can bring about. */
  async waitUntil(isSo: () => boolean, what: string, limit = PATIENCE): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      if (isSo()) resolve();
      else if (this.#isGone) reject(new Error(`the program ended before it showed ${what}\n${this.#picture()}`));
    };
    const timer = setTimeout(() => reject(new Error(`waited ${limit} ms for ${what}\n${this.#picture()}`)), limit);
    this.#watchers.add(look);
    look();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(look);
    }
  }

  /** Waits until the program has written nothing for so many milliseconds: for counting bytes alone, never for a state. */
  async quiet(milliseconds = 60): Promise<void> {
    for (let before = -1; before !== this.#length;) {
      before = this.#length;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** How the program ended; waits for it. */
  async exited(limit = PATIENCE): Promise<Exit> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`waited ${limit} ms for the end\n${this.#picture()}`)), limit);
    try {
      return await Promise.race([this.#exit, promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    if (this.#hasEnded) return;
    try {
      process.kill(this.pid, signal);
    } catch (error) {
      // It ended by itself, and only the news of it is still on its way.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  /** Stops or goes on reading what the program writes, as a line that is stuck. */
  setStuck(isStuck: boolean): void {
    if (isStuck) this.#pty.pause();
    else this.#pty.resume();
  }

  /** Ends the program if it still runs, by closing its terminal and then by force; for `afterEach` and `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGKILL');
    await this.#exit;
  }

  #take(data: Buffer): void {
    this.#chunks.push(data);
    this.#length += data.length;
    this.#lastOutputAt = performance.now();
    if (this.line === null) this.#draw(data);
    else this.line.send(data);
  }

  #draw(data: Buffer): void {
    void feed(this.#terminal, data).then(() => this.#tell());
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #picture(): string {
    const { columns, rows } = { columns: this.#terminal.cols, rows: this.#terminal.rows };
    return [`${columns}x${rows}, ${this.#length} bytes written`, ...this.screen().map((row) => `| ${row}`)].join('\n');
  }
}

/** Starts a program in a terminal of 120x40 or the size given. */
export function openTerminal(options: TerminalOptions): PtyTerminal {
  const { command = process.execPath, args, env = {}, columns = 120, rows = 40, cwd } = options;
  const wanted = environment(env);
  const pty = spawn(command, [...args], {
    // It becomes TERM, whatever the environment says.
    name: wanted['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: cwd ?? process.cwd(),
    env: wanted,
    // Bytes as they are; the screen decodes them, wherever they are cut.
    encoding: null,
  });
  const opened = new PtyTerminal(pty, newTerminal(columns, rows), options.line);
  if (options.answers !== undefined) opened.answerWith(options.answers);
  return opened;
}

/** A clean environment: CI would silence Ink, and this process's own terminal is none of the program's business. */
function environment(extra: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const {
    CI: _ci,
    NO_COLOR: _noColor,
    FORCE_COLOR: _force,
    COLORTERM: _depth,
    TMUX: _tmux,
    STY: _sty,
    ...rest
  } = process.env;
  const node = dirname(process.execPath);
  const merged = {
    ...rest,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    PATH: `${node}${delimiter}${rest['PATH'] ?? ''}`,
    ...extra,
  };
  return Object.fromEntries(Object.entries(merged).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** The bytes xterm sends for a key. */
export function bytesOf(name: string): string {
  const fKey = /^f(\d\d?)$/.exec(name)?.[1];
  if (fKey !== undefined) return `\u001b${F_KEYS[Number(fKey) - 1] ?? ''}`;
  const known = KEYS[name];
  if (known !== undefined) return known;
  if (name.startsWith('alt+')) return `\u001b${bytesOf(name.slice(4))}`;
  if (name.startsWith('ctrl+')) return String.fromCharCode(name.charCodeAt(5) & 31);
  if (Array.from(name).length !== 1) throw new Error(`no key of the name ${name}`);
  return name;
}

function isShown(
  wanted: string | RegExp | ((screen: readonly string[]) => boolean),
  screen: readonly string[],
): boolean {
  if (typeof wanted === 'function') return wanted(screen);
  const text = screen.join('\n');
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
