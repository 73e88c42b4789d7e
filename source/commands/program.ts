import { isUnderWay } from '../state/layout.ts';
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
    id: 'go-to',
    title: 'Go to a typed path',
    group: 'Moving',
    layer: 'panes',
    keys: ['g', 'alt+c'],
    run: askPath,
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

function askPath(context: CommandContext): void {
  const side = context.getState().active;
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'prompt',
      title: 'Go to',
      label: context.getState()[side].location.side === 'local' ? 'Folder' : 'Volume and folder',
      field: textField(),
      error: null,
      intent: { type: 'go-to', side },
    },
  });
}

function quit(context: CommandContext): void {
  const running = context.getState().jobs.filter(isUnderWay).length;
  if (running === 0) {
    context.quit();
    return;
  }
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'confirm',
      title: 'Quit',
      lines: [running === 1 ? 'A transfer is running.' : `${running} transfers are running.`, 'Quitting stops them.'],
      yes: 'Stop and quit',
      no: 'Stay',
      isYes: false,
      mustType: null,
      field: textField(),
      error: null,
      intent: { type: 'quit' },
    },
  });
}
