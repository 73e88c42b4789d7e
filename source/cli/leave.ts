import { spawn } from 'node:child_process';
import type { Job } from '../domain/transfer.ts';
import { isAtWork } from '../state/layout.ts';
import type { QuitMode } from '../state/layers.ts';
import type { Cli } from './cli.ts';
import type { ThreadCloud } from './thread/thread-cloud.ts';

export interface Leaving {
  readonly cloud: ThreadCloud;
  readonly how: QuitMode;
  readonly jobs: readonly Job[];
}

/**
 * Ends the program once the screen is gone. Jobs under way are finished first, or handed to a process without a screen, or
 * stay written down for the next start.
 */
export async function leave(cli: Cli, { cloud, how, jobs }: Leaving): Promise<void> {
  const running = jobs.filter(isAtWork);
  if (running.length > 0 && how === 'finish') await finish(cli, cloud, running);
  await cloud.close();
  if (running.length > 0 && how === 'background') startBackground();
}

/** Waits for the jobs; what waits for the person (paused, a question) stays written down. Interrupted, the rest does too. */
async function finish({ output, signal }: Cli, { engine }: ThreadCloud, running: readonly Job[]): Promise<void> {
  const count = running.length === 1 ? 'a transfer' : `${running.length} transfers`;
  output.note(`finishing ${count}; Ctrl-C keeps what is left for the next start`);
  const stopped = Promise.withResolvers<void>();
  const stop = (): void => stopped.resolve();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([engine.whenIdle(), stopped.promise]);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
}

/** Another process takes the jobs over, in a session of its own: it stays when the line goes. */
function startBackground(): void {
  const [node, ...rest] = [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'jobs', 'run'];
  spawn(node, rest, { cwd: '/', detached: true, stdio: 'ignore' }).unref();
}
