import xterm, { type Terminal } from '@xterm/headless';
import * as unicode11 from '@xterm/addon-unicode11';
import { EventEmitter } from 'node:events';
import type { TerminalOutput } from '../../source/terminal/screen-modes.ts';

/** A cell as a person sees it. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly style: string;
}

/** A terminal of that size in this process, with the widths of Unicode 11. */
export function newTerminal(columns: number, rows: number): Terminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  return terminal;
}

/** Feeds bytes and waits until they are drawn. */
export async function feed(terminal: Terminal, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    terminal.write(data, resolve);
  });
}

/** The rows as text, without the blanks at their ends. */
export function rowsOf(terminal: Terminal): string[] {
  const buffer = terminal.buffer.active;
  return Array.from(
    { length: terminal.rows },
    (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
  );
}

/** Every cell with how it looks; a blank's foreground does not count. */
export function cellsOf(terminal: Terminal): Cell[][] {
  const buffer = terminal.buffer.active;
  return Array.from({ length: terminal.rows }, (_, row) => {
    const line = buffer.getLine(buffer.viewportY + row);
    return Array.from({ length: terminal.cols }, (_, column) => {
      const cell = line?.getCell(column);
      if (cell === undefined) return { text: ' ', width: 1, style: '' };
      const text = cell.getChars() === '' && cell.getWidth() === 1 ? ' ' : cell.getChars();
      const flags = [cell.isInverse(), cell.isUnderline(), cell.isStrikethrough()].map((flag) => (flag === 0 ? 0 : 1));
      const ink = [cell.isBold(), cell.isDim(), text === ' ' ? 0 : cell.isItalic()].map((flag) => (flag === 0 ? 0 : 1));
      const foreground = `${cell.getFgColorMode()}:${cell.getFgColor()}/${ink.join('')}`;
      const isInkSeen = text !== ' ' || flags.includes(1);
      const background = `${cell.getBgColorMode()}:${cell.getBgColor()}`;
      const styled = `${isInkSeen ? foreground : ''} ${background} ${flags.join('')}`;
      return { text, width: cell.getWidth(), style: cell.getWidth() === 0 ? '' : styled };
    });
  });
}

/** A terminal of this process as the output of a program, with the bytes it took. */
export class TerminalSink extends EventEmitter {
  terminal: Terminal;
  bytes = '';
  /** While true nothing is taken: what is written waits. */
  isStuck = false;
  #waiting: (() => void)[] = [];

  constructor(columns: number, rows: number) {
    super();
    this.terminal = newTerminal(columns, rows);
  }

  get columns(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  write(data: string | Uint8Array, taken?: () => void): boolean {
    this.bytes += typeof data === 'string' ? data : new TextDecoder().decode(data);
    if (this.isStuck) this.#waiting.push(() => taken?.());
    else queueMicrotask(() => taken?.());
    this.terminal.write(data);
    return !this.isStuck;
  }

  /** Takes everything that waits, and what comes from now on. */
  unstick(): void {
    this.isStuck = false;
    for (const taken of this.#waiting.splice(0)) taken();
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.emit('resize');
  }

  /** This sink with the type of what it stands for. */
  asOutput(): TerminalOutput {
    return this as unknown as TerminalOutput;
  }

  /** Waits until everything written is drawn. */
  async drawn(): Promise<void> {
    await feed(this.terminal, '');
  }
}
