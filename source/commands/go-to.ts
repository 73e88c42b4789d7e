import { NO_COMPLETION } from '../state/completion.ts';
import { textField } from '../state/text-field.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';
import { complete, lookUpEdited, pick } from './complete-path.ts';

/** The commands that go to a typed path, and complete it. */
export const goToCommands: readonly Command[] = [
  {
    id: 'go-to',
    title: 'Go to a typed path; completed as you type',
    group: 'Moving',
    layer: 'panes',
    keys: ['g', 'alt+c'],
    run: askPath,
  },
  on('prompt', { id: 'prompt-complete', title: 'Complete the path', keys: ['tab'], run: complete }),
  on('prompt', {
    id: 'prompt-next',
    title: 'Next name',
    keys: ['down'],
    run: (context, layer) => pick(context, layer, 1),
  }),
  on('prompt', {
    id: 'prompt-previous',
    title: 'The name before',
    keys: ['up', 'shift+tab'],
    run: (context, layer) => pick(context, layer, -1),
  }),
];

function askPath(context: CommandContext): void {
  const { active: side, ...state } = context.getState();
  const isLocal = state[side].location.side === 'local';
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'prompt',
      title: 'Go to',
      label: isLocal
        ? 'Path; cloud: in front goes to the cloud'
        : 'Volume and path; local: in front goes to this machine',
      field: textField(),
      error: null,
      intent: { type: 'go-to', side },
      completion: NO_COMPLETION,
    },
  });
  lookUpEdited(context);
}
