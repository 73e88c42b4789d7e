import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { asOrdinaryUser } from './ordinary-user.ts';
import { openTerminal, type PtyTerminal, type TerminalOptions } from './terminal.ts';

export const PROGRAM = new URL('../../bin/u1file.js', import.meta.url).pathname;

/** A home of its own for a run of the program: nothing of the tester's is read or written. */
export interface Home {
  readonly path: string;
  /** A working folder with nothing in it. */
  readonly work: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Makes a home that goes when the test ends. */
export function makeHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'u1file-home-'));
  const work = join(path, 'work');
  mkdirSync(work);
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return { path, work, env: homeEnv(path) };
}

/** What a verb printed and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Bytes for standard input, which then ends. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** As somebody whom permissions bind, which root is not. */
  readonly isOrdinaryUser?: boolean;
}

/** Runs a verb of the built program without a terminal. */
export async function runProgram(home: Home, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const words = [PROGRAM, ...args];
  const [command, commandArgs] =
    options.isOrdinaryUser === true ? asOrdinaryUser(process.execPath, words) : [process.execPath, words];
  const child = spawn(command, commandArgs, {
    cwd: options.cwd ?? home.work,
    env: { ...home.env, ...options.env },
    stdio: 'pipe',
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  const status = await promise;
  return { status, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
}

export interface ProgramOptions extends Pick<TerminalOptions, 'answers'> {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Opens the built program in a pseudo-terminal. */
export function openProgram(home: Home, args: readonly string[] = [], options: ProgramOptions = {}): PtyTerminal {
  return openTerminal({
    command: process.execPath,
    args: [PROGRAM, ...args],
    cwd: options.cwd ?? home.work,
    env: { ...home.env, ...options.env },
    columns: options.columns ?? 120,
    rows: options.rows ?? 40,
    answers: options.answers,
  });
}

/**
 * Waits until the program itself is there, with what its cloud has answered: what the first picture shows of the cloud comes before both,
 * with its age.
 */
export async function programIsThere(terminal: PtyTerminal, limit?: number): Promise<void> {
  const isThere = (text: string): boolean => /Ubuntu One\//.test(text) && !/, as of /.test(text);
  await terminal.waitFor((screen) => isThere(screen.join('\n')), limit);
}

function homeEnv(path: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: path,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    XDG_CONFIG_HOME: join(path, 'config'),
    XDG_DATA_HOME: join(path, 'data'),
    XDG_STATE_HOME: join(path, 'state'),
    XDG_CACHE_HOME: join(path, 'cache'),
    XDG_RUNTIME_DIR: join(path, 'run'),
  };
}
