import { isSameLocation, isWithin, nameOf, parentOf, toPlainPath, type Location } from '../domain/location.ts';
import type { Entry } from '../domain/entry.ts';
import { isOfEmbeddedCloud } from '../domain/public-file.ts';
import type { PaneState } from '../state/pane.ts';
import type { AppState } from '../state/app-state.ts';
import { activePane, entryUnderCursor, locationOf, pathBelow } from '../state/selectors.ts';
import { errorWithHint } from '../domain/error-words.ts';
import type { Command, CommandContext } from './command.ts';
import { showAddress } from './show-address.ts';
import { runOnTerminal } from './terminal-runs.ts';
import { refreshShowing, toRecord } from './open-folder.ts';
import { whyNoEntry } from './why-nothing.ts';

/** The commands that hand something on: a public address, a path, a shell. */
export const sharingCommands: readonly Command[] = [
  {
    id: 'publish',
    title: 'Publish a file, or stop publishing it',
    group: 'Files',
    layer: 'panes',
    keys: ['p'],
    whyDisabled: whyNotPublish,
    run: (context) => void publish(context),
  },
  {
    id: 'copy-path',
    title: 'Copy the path, or the public address, and show that',
    group: 'Files',
    layer: 'panes',
    keys: ['Y'],
    whyDisabled: whyNoEntry,
    run: copyPath,
  },
  {
    id: 'shell',
    title: 'A shell in this folder; exit returns',
    group: 'Program',
    layer: 'panes',
    keys: ['!'],
    whyDisabled: (state) =>
      activePane(state).location.side === 'local' ? null : 'A shell needs a local folder, the cloud is no disk',
    run: (context) =>
      void runOnTerminal(context, { type: 'shell', folder: activePane(context.getState()).location.path }),
  },
];

function whyNotPublish(state: AppState): string | null {
  const pane = activePane(state);
  const entry = entryUnderCursor(pane);
  if (entry === null) return whyNoEntry(state);
  if (pane.location.side === 'local') return 'Only files of the cloud can be published';
  return entry.kind === 'file' ? null : 'Only files can be published, not folders';
}

async function publish(context: CommandContext): Promise<void> {
  const pane = activePane(context.getState());
  const entry = entryUnderCursor(pane);
  if (entry === null) return;
  try {
    const file = locationOf(pane, entry.name);
    const store = context.storeFor(file);
    const after = await store.publish?.(file, entry.publicUrl === null);
    if (after === undefined) return;
    const isPublic = after.publicUrl !== null;
    showChanged(context, file, after);
    context.dispatch({ type: 'undo/noted', record: { kind: 'publish', at: file, isPublic } });
    sayPublished(context, after);
    refreshShowing(context, parentOf(file));
  } catch (error) {
    context.dispatch({ type: 'notice', notice: { tone: 'error', text: errorWithHint(toRecord(error)) } });
  }
}

/** The address is there to be copied at once, also while the folder is still being read again. */
function showChanged(context: CommandContext, file: Location, after: Entry): void {
  for (const side of ['left', 'right'] as const) {
    const pane = context.getState()[side];
    const name = nameIn(pane, file);
    if (name !== null) context.dispatch({ type: 'pane/changed', side, entry: { ...after, name } });
  }
}

/** The name by which the pane lists the file; null where it shows another folder. */
function nameIn(pane: PaneState, file: Location): string | null {
  if (pane.found === null) {
    const folder = parentOf(file);
    return folder !== null && isSameLocation(folder, pane.location) ? nameOf(file) : null;
  }
  return isWithin(file, pane.location) ? pathBelow(pane.location, file) : null;
}

function sayPublished(context: CommandContext, { name, publicUrl }: Entry): void {
  if (publicUrl === null) {
    say(context, `${name} is no longer public`);
    return;
  }
  const copied = context.copyText(publicUrl) ? ' (copied)' : '';
  // One line has to hold it all, and an address is no use in part.
  const who = isOfEmbeddedCloud(publicUrl) ? 'On this machine only:' : 'Anyone can read';
  const text = `${who} ${name} at ${publicUrl}${copied}`;
  const hint = { command: 'copy-path', does: 'shows it' };
  context.dispatch({ type: 'notice', notice: { tone: 'info', text, hint } });
}

function copyPath(context: CommandContext): void {
  const pane = activePane(context.getState());
  const entry = entryUnderCursor(pane);
  if (entry === null) return;
  if (entry.publicUrl !== null) {
    showAddress(context, entry.name, entry.publicUrl);
    return;
  }
  const text = toPlainPath(locationOf(pane, entry.name));
  say(context, context.copyText(text) ? `Copied ${text}` : `Too long to copy: ${text}`);
}

function say(context: CommandContext, text: string): void {
  context.dispatch({ type: 'notice', notice: { tone: 'info', text } });
}
