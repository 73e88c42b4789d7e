import { shortPath } from '../domain/location.ts';
import { textField } from '../state/text-field.ts';
import type { Command, CommandContext } from './command.ts';
import { stopFinding } from './find-below.ts';

/** The commands that find entries below a folder. */
export const findCommands: readonly Command[] = [
  {
    id: 'find',
    title: 'Find below this folder',
    group: 'Moving',
    layer: 'panes',
    keys: ['F', 'alt+f7'],
    run: askQuery,
  },
  {
    id: 'stop',
    title: 'Stop looking, measuring, comparing; what is known stays',
    group: 'Moving',
    layer: 'panes',
    keys: ['esc'],
    run: stop,
  },
];

function stop(context: CommandContext): void {
  const { active: side } = context.getState();
  stopFinding(context, side);
  context.takeTurn(`${side}-sizes`);
  context.takeTurn('compare');
}

function askQuery(context: CommandContext): void {
  const { active: side, ...state } = context.getState();
  const { location, found } = state[side];
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'prompt',
      title: `Find below ${shortPath(location, state.home) || 'all volumes'}`,
      label: 'Parts of the name, or a mask as *.txt; with >10M or <1k by size, <7d or >1y by age',
      field: textField(found?.query ?? ''),
      error: null,
      intent: { type: 'find', side },
    },
  });
}
