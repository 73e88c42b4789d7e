import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { Cli } from './cli.ts';
import type { Interruption } from './interruption.ts';
import { addAccountVerbs } from './verbs/account.ts';
import { addAdminVerbs } from './verbs/admin.ts';
import { addChangingVerbs } from './verbs/changing.ts';
import { addJobsVerb } from './verbs/jobs.ts';
import { addKeysVerb } from './verbs/keys.ts';
import { addReadingVerbs } from './verbs/reading.ts';
import { addScreenVerb } from './verbs/screen.ts';
import { addServeVerb } from './verbs/serve.ts';
import { addSyncVerb } from './verbs/sync.ts';
import { addTransferVerbs } from './verbs/transfer.ts';
import { addVolumeVerbs } from './verbs/volumes.ts';

/**
 * Understands the arguments and runs the verb; answers the exit status of what was only help or a wrong argument, 0 otherwise.
 * Rejects with what went wrong in the verb.
 */
export async function runVerb(cli: Cli, interruption: Interruption, args: readonly string[]): Promise<number> {
  try {
    await createProgram(cli, interruption).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function createProgram(cli: Cli, interruption: Interruption): Command {
  const program = new Command('u1file')
    .description('A two-pane file manager for the terminal, local files on one side and a cloud on the other')
    .version(manifest.version, '-V, --version')
    .exitOverride()
    // The verbs' own options, not the screen's of the same name.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: false });
  addScreenVerb(program, cli);
  addAccountVerbs(program, cli);
  addVolumeVerbs(program, cli);
  addTransferVerbs(program, cli);
  addReadingVerbs(program, cli);
  addChangingVerbs(program, cli);
  addSyncVerb(program, cli);
  addJobsVerb(program, cli);
  addKeysVerb(program, cli);
  addServeVerb(program, cli);
  addAdminVerbs(program, cli);
  // The screen reads Ctrl-C as a key and puts the terminal back itself; the other verbs stop at these.
  program.hook('preAction', (_, action) => {
    if (action.name() === 'u1file') return;
    watchInterruption(interruption);
  });
  return program;
}

/** Once everything stops, a further word is the system's to answer: it ends a program that does not come to its end. */
function watchInterruption({ signal, interrupt, stop }: Interruption): void {
  process.on('SIGINT', interrupt).on('SIGTERM', stop);
  signal.addEventListener('abort', () => void process.off('SIGINT', interrupt).off('SIGTERM', stop), { once: true });
}
