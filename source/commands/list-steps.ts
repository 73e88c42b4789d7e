import type { Layer } from '../state/layers.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';

/** The layers that are lists with a cursor, without a line to type in. */
type ListLayerType = 'requests' | 'transfers' | 'accounts' | 'devices' | 'settings' | 'details';

type ListLayer = Extract<Layer, { type: ListLayerType }>;

/** Up, down, first and last in a list that lies over the panes. */
export function listSteps(
  layer: ListLayerType,
  count: (context: CommandContext, shown: ListLayer) => number,
): readonly Command[] {
  const to = (id: string, title: string, keys: readonly string[], target: (cursor: number) => number): Command =>
    on(layer, {
      id: `${layer}-${id}`,
      title,
      keys,
      run(context, shown) {
        const cursor = Math.max(0, Math.min(count(context, shown) - 1, target(shown.cursor)));
        context.dispatch({ type: 'layer/replaced', layer: { ...shown, cursor } });
      },
    });
  return [
    to('up', 'Up', ['up', 'k'], (cursor) => cursor - 1),
    to('down', 'Down', ['down', 'j'], (cursor) => cursor + 1),
    to('page-up', 'Page up', ['pageup'], (cursor) => cursor - 10),
    to('page-down', 'Page down', ['pagedown'], (cursor) => cursor + 10),
    to('first', 'First', ['home'], () => 0),
    to('last', 'Last', ['end', 'G'], () => Number.MAX_SAFE_INTEGER),
  ];
}
