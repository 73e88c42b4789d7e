import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { AppError } from '../domain/app-error.ts';
import type { Cli } from './cli.ts';
import { composeCli } from './compose.ts';
import { createOutput } from './output.ts';
import { reportError } from './report-error.ts';
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

/** Runs the program on these arguments (without node and script) and answers the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
  const interruption = new AbortController();
  const onSignal = (): void => interruption.abort(new AppError('cancelled', 'interrupted'));
  const cli = composeCli({ output, signal: interruption.signal });
  try {
    await createProgram(cli, onSignal).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportError(error, output, args.includes('--json'));
  }
}

function createProgram(cli: Cli, onSignal: () => void): Command {
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
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  });
  return program;
}
