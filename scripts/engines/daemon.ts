import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { findProgram } from '../packages/programs.ts';

/** A process that was started here and is ended here, by its own id. */
export interface Daemon {
  readonly pid: number;
  /** Sends a signal and resolves when the process is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Sends a signal to it and to all its children, and does not wait. */
  signalAll(signal: NodeJS.Signals): void;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Whose rights it gets when this process is root's; PostgreSQL refuses to run as root. */
  readonly user?: string;
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a process that ends with this one at the latest, however this one ends. */
export function startDaemon(command: Command, logFile: string): Daemon {
  const log = openSync(logFile, 'a');
  const { program, args } = asUser(command, true);
  const child = spawn(program, args, { cwd: command.folder ?? '/', env: envOf(command), stdio: ['ignore', log, log] });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.program} did not start`);
  const exit = once(child, 'exit');
  child.unref();
  return {
    pid,
    signalAll: (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
      for (const each of [pid, ...children.split(' ').filter(Boolean).map(Number)]) killIfThere(each, signal);
    },
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      child.kill(signal);
      await exit;
    },
  };
}

/** A child that has ended since it was listed needs no signal. */
function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Runs a program to its end and answers what it printed; throws with what it complained of. */
export function runProgram(command: Command): string {
  const { program, args } = asUser(command, false);
  const options = { cwd: command.folder ?? '/', env: envOf(command), encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync(program, args, options);
}

/** A port of the loopback that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until it is so; throws after so many seconds. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function asUser({ program, args, user }: Command, isDaemon: boolean): { program: string; args: string[] } {
  const path = findProgram(program);
  if (path === null) throw new Error(`${program} is not installed`);
  const rights =
    user !== undefined && process.getuid?.() === 0 ? ['--reuid', user, '--regid', user, '--init-groups'] : [];
  const death = isDaemon ? ['--pdeathsig', 'KILL'] : [];
  if (rights.length + death.length === 0) return { program: path, args: [...args] };
  return { program: 'setpriv', args: [...rights, ...death, path, ...args] };
}

function envOf({ env }: Command): NodeJS.ProcessEnv {
  return { ...process.env, ...env };
}
