import { spawn as spawnPty } from '@lydell/node-pty';
import type { Terminal } from '@xterm/headless';
import { setTimeout as sleep } from 'node:timers/promises';
import { feed, newTerminal, rowsOf } from '../../test/helpers/screen.ts';
import { drawScreen, type Picture } from './draw.ts';
import type { Frame } from './film.ts';

const LOOK_EVERY = 80;
const PATIENCE = 30_000;

export interface StageOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly columns: number;
  readonly rows: number;
}

/** The program on a real terminal, filmed. */
export interface Stage {
  /** Begins the film. Until then nothing keeps this process from what else it has to do. */
  film(): void;
  press(bytes: string): void;
  /** Types as a person does. */
  type(text: string): Promise<void>;
  waitFor(wanted: RegExp): Promise<void>;
  /** Lets the viewer look. */
  hold(milliseconds: number): Promise<void>;
  still(): Picture;
  readonly frames: readonly Frame[];
  close(): Promise<void>;
}

/** Starts the program. */
export function openStage({ args, cwd, env, columns, rows }: StageOptions): Stage {
  const terminal: Terminal = newTerminal(columns, rows);
  const pty = spawnPty(process.execPath, [...args], { cwd, env, cols: columns, rows, name: 'xterm-256color' });
  terminal.onData((data) => pty.write(data));
  pty.onData((data) => void feed(terminal, data));
  const frames: Frame[] = [];
  let startedAt = 0;
  let last = '';
  const look = (): void => {
    const picture = drawScreen(terminal);
    const print = Buffer.from(picture.pixels).toString('latin1');
    if (print === last) return;
    last = print;
    frames.push({ picture, at: performance.now() - startedAt });
  };
  let timer: NodeJS.Timeout | undefined;
  const exited = Promise.withResolvers<void>();
  pty.onExit(() => exited.resolve());
  const hold = async (milliseconds: number): Promise<void> => {
    await sleep(milliseconds);
  };
  return {
    film() {
      startedAt = performance.now();
      look();
      timer = setInterval(look, LOOK_EVERY);
    },
    press: (bytes) => pty.write(bytes),
    async type(text) {
      for (const character of text) {
        pty.write(character);
        await hold(70);
      }
    },
    async waitFor(wanted) {
      for (const until = performance.now() + PATIENCE; !wanted.test(rowsOf(terminal).join('\n')); await hold(20)) {
        if (performance.now() > until) throw new Error(`waited for ${wanted}\n${rowsOf(terminal).join('\n')}`);
      }
    },
    hold,
    still: () => drawScreen(terminal),
    frames,
    async close() {
      clearInterval(timer);
      await exited.promise;
    },
  };
}
