import { spawn, type ChildProcess } from 'node:child_process';
import { PROGRAM, type Home } from './program.ts';

/** A limit for what never comes, never a measure. */
const PATIENCE = 30_000;

/** A program that is spoken to by lines and heard by lines, through pipes. */
export interface LineProgram extends AsyncDisposable {
  /** Says these lines, one after the other. */
  say(...lines: readonly string[]): void;
  /** Waits for the next line that is so, after the last one heard. */
  hear(wanted: string | RegExp): Promise<void>;
  /** Everything it has said, on both outputs. */
  output(): string;
  /** Ends its input and waits for its exit status. */
  ended(): Promise<number | null>;
}

/** Starts the built program with pipes for a terminal. */
export function openLines(home: Home, args: readonly string[], env: NodeJS.ProcessEnv = {}): LineProgram {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: home.work,
    env: { ...home.env, ...env },
    stdio: 'pipe',
  });
  let text = '';
  let heard = 0;
  let wake = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      wake();
    });
  }
  child.stdin.on('error', () => undefined);
  const exited = statusOf(child, () => wake());
  const find = (wanted: string | RegExp): boolean => {
    const lines = text.split('\n');
    const at = lines.findIndex((line, at) => at >= heard && at < lines.length - 1 && isSo(line, wanted));
    if (at >= 0) heard = at + 1;
    return at >= 0;
  };
  return {
    say: (...lines) => void child.stdin.write(lines.map((line) => `${line}\n`).join('')),
    async hear(wanted) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const fail = (why: string): void =>
        reject(new Error(`${why} before ${String(wanted)} was heard; it said\n${text}`));
      const timer = setTimeout(() => fail(`${PATIENCE} ms went by`), PATIENCE);
      wake = () => {
        if (find(wanted)) resolve();
        else if (child.exitCode !== null) fail('it ended');
      };
      wake();
      await promise.finally(() => clearTimeout(timer));
    },
    output: () => text,
    async ended() {
      child.stdin.end();
      return exited;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function isSo(line: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? line === wanted : wanted.test(line);
}

async function statusOf(child: ChildProcess, onEnd: () => void): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('close', (status) => {
    resolve(status);
    onEnd();
  });
  return promise;
}
