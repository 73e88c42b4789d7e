import type { AppState } from '../state/app-state.ts';
import { layoutOf } from '../state/layout.ts';
import { rowCount } from '../state/pane.ts';
import { activePane } from '../state/selectors.ts';
import type { Command, CommandContext } from './command.ts';

/** The commands that move the cursor of the active pane. */
export const movingCommands: readonly Command[] = [
  move('up', 'Up', ['up', 'k'], (state) => activePane(state).cursor - 1),
  move('down', 'Down', ['down', 'j'], (state) => activePane(state).cursor + 1),
  move('page-up', 'Page up', ['pageup'], (state) => activePane(state).cursor - pageOf(state)),
  move('page-down', 'Page down', ['pagedown'], (state) => activePane(state).cursor + pageOf(state)),
  move('half-page-down', 'Half a page down', ['ctrl+d'], (state) => activePane(state).cursor + halfPageOf(state)),
  move('half-page-up', 'Half a page up', [], (state) => activePane(state).cursor - halfPageOf(state)),
  move('first', 'First entry', ['home'], () => 0),
  move('last', 'Last entry', ['end', 'G'], (state) => rowCount(activePane(state)) - 1),
];

function move(id: string, title: string, keys: readonly string[], target: (state: AppState) => number): Command {
  const run = (context: CommandContext): void => {
    const state = context.getState();
    context.dispatch({ type: 'pane/cursor', side: state.active, to: target(state) });
  };
  return { id, title, group: 'Moving', layer: 'panes', keys, run };
}

function pageOf(state: AppState): number {
  return Math.max(1, layoutOf(state).listHeight - 1);
}

function halfPageOf(state: AppState): number {
  return Math.max(1, Math.floor(layoutOf(state).listHeight / 2));
}
