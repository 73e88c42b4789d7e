import { errorWithHint } from '../domain/error-words.ts';
import { on } from './answering.ts';
import type { PreferenceFile } from '../domain/settings.ts';
import type { Command, CommandContext } from './command.ts';
import { editHere } from './editing.ts';
import { listSteps } from './list-steps.ts';
import { toRecord } from './open-folder.ts';
import { SETTING_FIELDS, settingStep } from './setting-fields.ts';

/** The settings: a list of values to step through; each is in force and in the file at once. */
export const settingsCommands: readonly Command[] = [
  {
    id: 'settings',
    title: 'Settings',
    group: 'Program',
    layer: 'panes',
    keys: [','],
    run: (context) => context.dispatch({ type: 'layer/pushed', layer: { type: 'settings', cursor: 0 } }),
  },
  ...listSteps('settings', () => SETTING_FIELDS.length),
  step('settings-next', 'Next value', ['enter', 'right', 'space', 'l'], 1),
  step('settings-previous', 'Previous value', ['left', 'h'], -1),
  on('settings', {
    id: 'settings-file',
    title: 'Edit settings.json; it is read when it is saved',
    keys: ['f4', 'e'],
    run: (context) => void edit(context, 'settings'),
  }),
  on('settings', {
    id: 'settings-keys',
    title: 'Edit keys.conf, which binds keys to commands',
    keys: ['K'],
    run: (context) => void edit(context, 'keys'),
  }),
];

async function edit(context: CommandContext, file: PreferenceFile): Promise<void> {
  try {
    editHere(context, await context.preferenceFile(file));
  } catch (error) {
    context.dispatch({ type: 'notice', notice: { tone: 'error', text: errorWithHint(toRecord(error)) } });
  }
}

function step(id: string, title: string, keys: readonly string[], by: 1 | -1): Command {
  return on('settings', {
    id,
    title,
    keys,
    run(context, { cursor }) {
      const field = SETTING_FIELDS[cursor];
      if (field === undefined) return;
      context.changeSettings(settingStep(field, context.getState().settings, by)).catch((error: unknown) => {
        context.dispatch({ type: 'notice', notice: { tone: 'error', text: errorWithHint(toRecord(error)) } });
      });
    },
  });
}
