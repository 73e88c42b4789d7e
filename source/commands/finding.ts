import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';
import { runCommand } from './run-command.ts';

/** The commands that help and the palette list: those of the panes, in the order of the registry. */
export function listedCommands(commands: readonly Command[], filter: string): readonly Command[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ title, keys, group }: Command): boolean => {
    const text = `${title} ${group} ${keys.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return commands.filter((command) => command.layer === 'panes' && isFound(command));
}

/** The commands within help and the palette: step through what is found, run it. `commands` gives them as bound. */
export function findingCommands(commands: () => readonly Command[]): readonly Command[] {
  return (['help', 'palette'] as const).flatMap((layer) => {
    const step = (id: string, title: string, keys: readonly string[], by: number): Command =>
      on(layer, {
        id: `${layer}-${id}`,
        title,
        keys,
        run(context, shown) {
          const last = listedCommands(commands(), shown.filter.text).length - 1;
          const cursor = Math.max(0, Math.min(last, shown.cursor + by));
          context.dispatch({ type: 'layer/replaced', layer: { ...shown, cursor } });
        },
      });
    return [
      step('up', 'Up', ['up'], -1),
      step('down', 'Down', ['down'], 1),
      step('page-up', 'Page up', ['pageup'], -10),
      step('page-down', 'Page down', ['pagedown'], 10),
      on(layer, {
        id: `${layer}-run`,
        title: 'Run the command',
        keys: ['enter'],
        run: (context, shown) => runFound(context, listedCommands(commands(), shown.filter.text)[shown.cursor]),
      }),
    ];
  });
}

function runFound(context: CommandContext, command: Command | undefined): void {
  if (command === undefined) return;
  context.dispatch({ type: 'layer/popped' });
  runCommand(context, command);
}
