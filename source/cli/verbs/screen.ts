import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { COLOR_CHOICES, THEME_CHOICES } from '../../domain/settings.ts';
import { detectCapabilities } from '../../terminal/capabilities.ts';
import type { Cli } from '../cli.ts';
import type { ScreenOptions } from '../screen-options.ts';

/** The two panes: what `u1file` does when no verb is named. */
export function addScreenVerb(program: Command, cli: Cli): void {
  program
    .argument('[local]', 'the folder of the left pane, the present one by default')
    .argument('[remote]', 'the folder of the right pane, volume first; the list of volumes by default')
    .option('--server <url>', 'the cloud to use, instead of the one signed in to')
    .addOption(new Option('--color <when>', 'how many colours').choices(COLOR_CHOICES))
    .addOption(new Option('--theme <name>', 'the colours; auto goes by the background').choices(THEME_CHOICES))
    .option('--ascii', 'draw with ASCII alone')
    .option('--no-mouse', 'leave the mouse to the terminal')
    .option('--plain', 'in sentences, line by line: for screen readers, dumb terminals and scripts')
    .option('--no-cells', "write Ink's own output, for terminals that the cell layer does not suit")
    .addHelpText('after', '\nExample:\n  $ u1file ~/projects testing/docs')
    .action(async (local: string | undefined, remote: string | undefined, options: ScreenOptions) => {
      const isOnTerminal = cli.stdin.isTTY && cli.stdout.isTTY;
      const isPlain = options.plain === true || (isOnTerminal && wantsPlain(cli));
      if (!isPlain && !isOnTerminal) {
        throw local !== undefined && !existsSync(local) ? noVerb(local) : noTerminal();
      }
      // Ink costs some 400 ms unbundled: the other verbs never load it.
      const { runScreen } = await import('../screen.ts');
      await runScreen(cli, { local, remote, options: isPlain ? { ...options, plain: true } : options });
    });
}

function noTerminal(): AppError {
  return new AppError('usage', 'the two panes need a terminal', {
    hint: 'without one, use --plain or a verb: u1file list, u1file put … (u1file --help shows all)',
  });
}

function noVerb(word: string): AppError {
  return new AppError('usage', `there is no verb "${word}", and no folder of that name`, {
    hint: 'u1file --help lists the verbs',
  });
}

/** ACCESSIBLE=1, and a terminal that only prints. */
function wantsPlain({ env }: Cli): boolean {
  const accessible = env['ACCESSIBLE'] ?? '';
  return (accessible !== '' && accessible !== '0') || detectCapabilities({ env }).isDumb;
}
