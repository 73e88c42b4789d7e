import { isAtWork } from '../state/layout.ts';
import { textField } from '../state/text-field.ts';
import type { Command, CommandContext } from './command.ts';

/** The commands of the program as a whole. */
export const programCommands: readonly Command[] = [
  {
    id: 'help',
    title: 'Help: all keys',
    group: 'Program',
    layer: 'panes',
    keys: ['f1', '?'],
    bar: { slot: 1, label: 'Help' },
    run: (context) =>
      context.dispatch({ type: 'layer/pushed', layer: { type: 'help', filter: textField(), cursor: 0 } }),
  },
  {
    id: 'palette',
    title: 'Command palette',
    group: 'Program',
    layer: 'panes',
    keys: ['f2', ':', 'ctrl+p'],
    bar: { slot: 2, label: 'Menu' },
    run: (context) =>
      context.dispatch({ type: 'layer/pushed', layer: { type: 'palette', filter: textField(), cursor: 0 } }),
  },
  {
    id: 'quit',
    title: 'Quit',
    group: 'Program',
    layer: 'panes',
    keys: ['f10', 'q'],
    bar: { slot: 10, label: 'Quit' },
    run: quit,
  },
  {
    id: 'suspend',
    title: 'Back to the shell; fg returns',
    group: 'Program',
    layer: 'panes',
    keys: ['ctrl+z'],
    run: (context) => context.suspend(),
  },
];

/** With jobs of this program under way the person says what becomes of them. */
function quit(context: CommandContext): void {
  const running = context.getState().jobs.filter(isAtWork).length;
  if (running === 0) {
    context.quit('keep');
    return;
  }
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'choice',
      title: 'Quit',
      lines: [running === 1 ? 'A transfer is under way.' : `${running} transfers are under way.`],
      choices: [
        { label: 'Stay', intent: null },
        { label: 'Finish first, then quit', intent: { type: 'quit', how: 'finish' } },
        { label: 'Quit, go on in background', intent: { type: 'quit', how: 'background' } },
        { label: 'Quit, go on at next start', intent: { type: 'quit', how: 'keep' } },
      ],
      chosen: 0,
    },
  });
}
