import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { Interruption } from './interruption.ts';
import { usageError } from './usage-error.ts';

/** The program without its verbs. Without an interruption Ctrl-C and SIGTERM end it as the system does. */
export function createProgram(interruption: Interruption | null): Command {
  const program = new Command('u1file')
    .description('A two-pane file manager for the terminal, local files on one side and a cloud on the other')
    .version(manifest.version, '-V, --version')
    .exitOverride()
    // The verbs' own options, not the screen's of the same name.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    // What is refused is told by `reportError`, in words or as JSON.
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ showGlobalOptions: false });
  // The screen reads Ctrl-C as a key and puts the terminal back itself; the other verbs stop at these.
  program.hook('preAction', (_, action) => {
    if (interruption === null || action.name() === 'u1file') return;
    watchInterruption(interruption);
  });
  return program;
}

/**
 * Understands the arguments and runs the verb; answers the exit status: 0, or 2 where only a verb's name was said and its help is shown.
 * Rejects with what went wrong in the verb, and with `usage` for what it does not understand.
 */
export async function runProgram(program: Command, args: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    throw usageError(program, args, error);
  }
}

/** Once everything stops, a further word is the system's to answer: it ends a program that does not come to its end. */
function watchInterruption({ signal, interrupt, stop }: Interruption): void {
  process.on('SIGINT', interrupt).on('SIGTERM', stop);
  signal.addEventListener('abort', () => void process.off('SIGINT', interrupt).off('SIGTERM', stop), { once: true });
}
