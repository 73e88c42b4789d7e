import { Argument, type Command } from 'commander';
import type { Cli, Cloud } from '../cli.ts';
import { cloudPaths, localPaths, volumeNames } from '../completion/entries.ts';
import { quotedForBash, SCRIPTS, SHELLS, unquoted, type Shell } from '../completion/scripts.ts';
import { wantedFor, type Wanted } from '../completion/wanted.ts';

/** Milliseconds: who presses Tab waits for no longer. */
const PATIENCE = 3000;

/** `completion`, and `__complete`, which the shells ask; `loadWhole` makes a program with all the verbs, to look them up in. */
export function addCompletionVerbs(program: Command, cli: Cli, loadWhole: () => Promise<Command>): void {
  program
    .command('completion')
    .description('print what makes a shell complete verbs, options and paths')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', '\nExample:\n  $ eval "$(u1file completion bash)"')
    .action((shell: Shell) => cli.output.line(SCRIPTS[shell].trimEnd()));
  program
    .command('__complete', { hidden: true })
    .argument('<shell>')
    .argument('[words...]')
    .action(async (shell: Shell, words: readonly string[]) => {
      // bash hands over all words as they are typed, the others the last one alone.
      const isRaw = (at: number): boolean => shell === 'bash' || at === words.length - 1;
      const wanted = wantedFor(
        await loadWhole(),
        words.map((word, at) => (isRaw(at) ? unquoted(word) : word)),
      );
      for (const word of await candidates(cli, wanted)) {
        const line = wordFor(shell, word, { ...wanted, raw: words.at(-1) ?? '' });
        if (line !== null) cli.output.line(line);
      }
    });
}

/** What is told of it: zsh keeps the folder that is typed, and quotes what follows; fish quotes by itself. */
function wordFor(shell: Shell, word: string, { typed, raw }: Wanted & { readonly raw: string }): string | null {
  if (shell === 'bash') return quotedForBash(word, raw);
  return shell === 'zsh' ? word.slice(typed.lastIndexOf('/') + 1) : word;
}

async function candidates(cli: Cli, wanted: Wanted): Promise<readonly string[]> {
  const words = wanted.words.filter((word) => word.startsWith(wanted.typed));
  const signal = AbortSignal.any([cli.signal, AbortSignal.timeout(PATIENCE)]);
  const paths = await Promise.all([localOnes(cli, wanted, signal), cloudOnes(cli, wanted, signal)]);
  return [...new Set([...words, ...paths.flat()])];
}

async function localOnes(cli: Cli, { places, typed }: Wanted, signal: AbortSignal): Promise<readonly string[]> {
  if (!places.includes('local') && !places.includes('folders')) return [];
  const paths = await quietly(async () => localPaths(cli.localStore, typed, { signal }));
  return places.includes('local') ? paths : paths.filter((path) => path.endsWith('/'));
}

async function cloudOnes(cli: Cli, { places, typed, server }: Wanted, signal: AbortSignal): Promise<readonly string[]> {
  const find = places.includes('cloud') ? cloudPaths : places.includes('volumes') ? volumeNames : null;
  if (find === null || /^(\/|\.{1,2}\/|~)/.test(typed)) return [];
  return quietly(async () => {
    const cloud: Cloud = await cli.openCloud({ server, isBrief: true });
    try {
      return await find(cloud, typed, { signal });
    } finally {
      await cloud.close();
    }
  });
}

/** Nothing where it fails: words in the middle of a line that is being typed help nobody. */
async function quietly(find: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await find();
  } catch {
    return [];
  }
}
