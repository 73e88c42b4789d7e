import { on } from './answering.ts';
import type { BarLayer } from '../state/layers.ts';
import type { TextField } from '../state/text-field.ts';
import type { Command, CommandContext, CommandGroup } from './command.ts';
import { fuzzyScore } from './fuzzy.ts';
import { keyLabel } from './key-label.ts';
import { runCommand } from './run-command.ts';

/** The order of the groups in help and in the docs. */
export const COMMAND_GROUPS: readonly CommandGroup[] = ['Files', 'Moving', 'Marking', 'Panes', 'Showing', 'Program'];

/** Of what fits by its letters, only this share of the best is worth a look. */
const WORTH = 0.5;
/** A key that is typed as it is shown weighs more than any title. */
const KEY_TYPED = 1000;

/**
 * The commands that help or the palette lists: those of the panes, or of a viewer. Help keeps its groups and wants the words themselves;
 * the palette takes any of their letters and puts what fits best first.
 */
export function listedCommands(
  commands: readonly Command[],
  filter: string,
  layer: 'help' | 'palette',
  of: BarLayer = 'panes',
): readonly Command[] {
  const listable = commands.filter((command) => command.layer === of);
  return layer === 'help'
    ? inGroups(listable.filter((command) => holdsWords(command, filter)))
    : ranked(listable, filter);
}

function inGroups(commands: readonly Command[]): readonly Command[] {
  return COMMAND_GROUPS.flatMap((group) => commands.filter((command) => command.group === group));
}

function holdsWords({ id, title, keys, group }: Command, filter: string): boolean {
  const text = `${title} ${group} ${id} ${keys.map(keyLabel).join(' ')} ${keys.join(' ')}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function ranked(commands: readonly Command[], filter: string): readonly Command[] {
  const scored = commands.flatMap((command) => {
    const score = scoreOf(command, filter);
    return score === null ? [] : [{ command, score }];
  });
  const best = Math.max(0, ...scored.map(({ score }) => score).filter((score) => score < KEY_TYPED));
  const worthy = scored.filter(({ score }) => score >= best * WORTH);
  return worthy.toSorted((one, other) => other.score - one.score).map(({ command }) => command);
}

function scoreOf({ id, title, keys }: Command, filter: string): number | null {
  const typed = filter.trim();
  if (typed !== '' && keys.includes(typed)) return KEY_TYPED + 1;
  if (typed !== '' && keys.some((key) => keyLabel(key).toLowerCase() === typed.toLowerCase())) return KEY_TYPED;
  const byTitle = fuzzyScore(typed, title);
  const byId = fuzzyScore(typed, id);
  return byTitle === null && byId === null ? null : Math.max(byTitle ?? 0, byId ?? 0);
}

interface Listing {
  readonly filter: TextField;
  readonly of?: BarLayer;
}

/** The commands within help and the palette: step through what is found, run it. `commands` gives them as bound. */
export function findingCommands(commands: () => readonly Command[]): readonly Command[] {
  return (['help', 'palette'] as const).flatMap((layer) => {
    const listed = ({ filter, of }: Listing): readonly Command[] => listedCommands(commands(), filter.text, layer, of);
    const step = (id: string, title: string, keys: readonly string[], by: number): Command =>
      on(layer, {
        id: `${layer}-${id}`,
        title,
        keys,
        run(context, shown) {
          const last = listed(shown).length - 1;
          const cursor = Math.max(0, Math.min(last, shown.cursor + by));
          context.dispatch({ type: 'layer/replaced', layer: { ...shown, cursor } });
        },
      });
    return [
      step('up', 'Up', ['up', 'ctrl+p'], -1),
      step('down', 'Down', ['down', 'ctrl+n'], 1),
      step('page-up', 'Page up', ['pageup'], -10),
      step('page-down', 'Page down', ['pagedown'], 10),
      on(layer, {
        id: `${layer}-run`,
        title: 'Run the command',
        keys: ['enter'],
        run: (context, shown) => runFound(context, listed(shown)[shown.cursor]),
      }),
    ];
  });
}

function runFound(context: CommandContext, command: Command | undefined): void {
  if (command === undefined) return;
  context.dispatch({ type: 'layer/popped' });
  runCommand(context, command);
}
