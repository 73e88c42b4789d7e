import { formatBytes } from '../domain/format.ts';
import { isCloudRoot, shortPath } from '../domain/location.ts';
import type { JobSource } from '../domain/transfer.ts';
import type { AppState } from '../state/app-state.ts';
import { activePane, selectedSources } from '../state/selectors.ts';
import { knownAmount } from '../state/amount.ts';
import { textField } from '../state/text-field.ts';
import type { Command, CommandContext } from './command.ts';
import { countBelow } from './count-below.ts';
import { carryOut } from './intents.ts';
import { makesVolume } from './going.ts';
import { whyNothingSelected, whyNoEntry } from './why-nothing.ts';

const NAMES_IN_QUESTION = 5;

/** The commands that change what is there: each asks first, `commands/intents` carries it out. */
export const changingCommands: readonly Command[] = [
  {
    id: 'new-folder',
    title: 'Make a folder; in the list of volumes, a volume',
    group: 'Files',
    layer: 'panes',
    keys: ['f7', 'n'],
    bar: { slot: 7, label: 'Folder' },
    run: askNewFolder,
  },
  {
    id: 'rename',
    title: 'Rename',
    group: 'Files',
    layer: 'panes',
    keys: ['shift+f6', 'f16', 'r'],
    whyDisabled: whyNotRename,
    run: askNewName,
  },
  {
    id: 'delete',
    title: 'Delete',
    group: 'Files',
    layer: 'panes',
    keys: ['f8', 'delete', 'd'],
    bar: { slot: 8, label: 'Delete' },
    whyDisabled: whyNothingSelected,
    run: askDelete,
  },
];

function askNewFolder(context: CommandContext): void {
  const state = context.getState();
  const { location } = activePane(state);
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'prompt',
      title: makesVolume(state) ? 'New volume' : 'New folder',
      label: makesVolume(state) ? 'Name of the volume' : `Name, in ${shortPath(location, state.home)}`,
      field: textField(),
      error: null,
      intent: { type: 'make-folder', folder: location },
    },
  });
}

function whyNotRename(state: AppState): string | null {
  const pane = activePane(state);
  return whyNoEntry(state) ?? (isCloudRoot(pane.location) ? 'A volume cannot be renamed' : null);
}

function askNewName(context: CommandContext): void {
  const pane = activePane(context.getState());
  const [source] = selectedSources({ ...pane, marks: new Set() });
  if (source === undefined) return;
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'prompt',
      title: 'Rename',
      label: `New name of ${source.entry.name}`,
      field: textField(source.entry.name),
      error: null,
      intent: { type: 'rename', source },
    },
  });
}

function askDelete(context: CommandContext): void {
  const state = context.getState();
  const sources = selectedSources(activePane(state));
  const volume = sources.find(({ entry }) => entry.kind === 'volume');
  if (volume !== undefined && sources.length > 1) {
    const text = 'Volumes are deleted one at a time: take the marks off first';
    context.dispatch({ type: 'notice', notice: { tone: 'warning', text } });
    return;
  }
  if (volume === undefined && !state.settings.confirmDelete) {
    carryOut(context, { type: 'delete', sources }, '');
    return;
  }
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'confirm',
      title: volume === undefined ? 'Delete' : 'Delete a volume',
      lines: deleteLines(sources, volume !== undefined),
      yes: 'Delete',
      no: 'Keep',
      isYes: false,
      mustType: volume?.entry.name ?? null,
      field: textField(),
      error: null,
      intent: { type: 'delete', sources },
      amount: knownAmount(sources),
    },
  });
  void countBelow(context, sources);
}

function deleteLines(sources: readonly JobSource[], isVolume: boolean): readonly string[] {
  const names = sources.slice(0, NAMES_IN_QUESTION).map(({ entry }) => nameLine(entry));
  const more = sources.length > names.length ? [`and ${sources.length - names.length} more`] : [];
  const hasFolders = sources.some(({ entry }) => entry.kind === 'folder');
  const tail = isVolume ? 'The volume goes with everything in it.' : 'Folders go with everything below them.';
  return [...names, ...more, ...(hasFolders || isVolume ? [tail] : [])];
}

function nameLine({ name, kind, size }: JobSource['entry']): string {
  if (kind === 'folder') return `${name}/`;
  return size === null ? name : `${name}  ${formatBytes(size)}`;
}
