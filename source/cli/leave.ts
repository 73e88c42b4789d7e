import { spawn } from 'node:child_process';
import type { Job } from '../domain/transfer.ts';
import { isAtWork } from '../state/layout.ts';
import type { QuitMode } from '../state/intent.ts';
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

/**
 * Waits for the jobs; what waits for the person (paused, a question) stays written down. The first Ctrl-C lets the files
 * under way end, the second one and SIGTERM stop them; what is left then stays for the next start.
 */
async function finish(cli: Cli, { engine, perform }: ThreadCloud, running: readonly Job[]): Promise<void> {
  const { output } = cli;
  const count = running.length === 1 ? 'a transfer' : `${running.length} transfers`;
  output.note(`finishing ${count}; Ctrl-C finishes the files under way and keeps the rest for the next start`);
  const stopped = Promise.withResolvers<void>();
  let isDraining = false;
  const onInterrupt = (): void => {
    if (isDraining) return stopped.resolve();
    isDraining = true;
    output.note('the files under way are finished; Ctrl-C again stops at once');
    perform({ type: 'drain-all' });
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', stopped.resolve);
  await Promise.race([engine.whenIdle(), stopped.promise]);
  process.off('SIGINT', onInterrupt).off('SIGTERM', stopped.resolve);
}

/** Another process takes the jobs over, in a session of its own: it stays when the line goes. */
function startBackground(): void {
  const [node, ...rest] = [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'jobs', 'run'];
  spawn(node, rest, { cwd: '/', detached: true, stdio: 'ignore' }).unref();
}
