import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { AppError } from '../domain/app-error.ts';
import type { ProgramEnd, TerminalProgram } from '../domain/editing.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is tried where neither `$VISUAL` nor `$EDITOR` is set. */
const EDITORS = ['editor', 'nano', 'vim', 'vi'] as const;
/** What a POSIX shell answers for a command that it cannot find, or cannot run. */
const NOT_RUN = new Set([126, 127]);

/** A program that was found, and what to run for it. */
export interface FoundProgram {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string | undefined;
}

/**
 * Finds what to run. A command is a line of the shell, so that arguments and quotes in it mean what they mean there; `%f` in it
 * is the file, which else comes last. @throws AppError `not-found` for a folder that is gone, or where there is no editor
 */
export async function findProgram(program: TerminalProgram, env: Environment): Promise<FoundProgram> {
  if (program.type === 'shell') return findShell(program.folder, env);
  const command = program.command ?? findEditor(env);
  const placed = command.includes('%f') ? command.replaceAll('%f', '"$1"') : `${command} "$1"`;
  // A Ctrl-C is the program's to take: the shell around it stays, and hands its status on.
  const line = `trap : INT QUIT; ${placed}`;
  return { name: command, file: '/bin/sh', args: ['-c', line, 'sh', program.file], folder: undefined };
}

/**
 * Runs it in the foreground until it ends.
 * @throws AppError `not-found` when it cannot be started
 */
export async function runProgram(found: FoundProgram, env: Environment): Promise<ProgramEnd> {
  const { name, file, args, folder } = found;
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const child = spawn(file, args, { cwd: folder, stdio: 'inherit', env: { ...env } });
  child.once('error', (cause) => reject(notStarted(name, cause))).once('close', resolve);
  const status = await promise;
  // An interactive shell answers with the status of its last command, which may be any.
  if (folder === undefined && status !== null && NOT_RUN.has(status)) throw notStarted(name);
  return { name, status };
}

async function findShell(folder: string, env: Environment): Promise<FoundProgram> {
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new AppError('not-found', 'The folder is not there any more', { path: folder });
  const wanted = env['SHELL'];
  if (wanted === undefined || wanted === '') return { name: '/bin/sh', file: '/bin/sh', args: [], folder };
  if (!isRunnable(wanted)) {
    throw new AppError('not-found', `The shell ${wanted} cannot be run`, { hint: 'set SHELL to one that can' });
  }
  return { name: wanted, file: wanted, args: [], folder };
}

function findEditor(env: Environment): string {
  const named = [env['VISUAL'], env['EDITOR']].find((each) => each !== undefined && each.trim() !== '');
  if (named !== undefined) return named;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const found = EDITORS.find((name) => folders.some((folder) => isRunnable(join(folder, name))));
  if (found !== undefined) return found;
  throw new AppError('not-found', 'There is no editor: neither VISUAL nor EDITOR is set', {
    hint: 'set one, as in export EDITOR=nano, or "editor" in the settings',
  });
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function notStarted(name: string, cause?: unknown): AppError {
  return new AppError('not-found', `${name} could not be started`, { hint: 'is it installed, and in PATH?', cause });
}
