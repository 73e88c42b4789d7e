import { isFolderLike } from '../domain/entry.ts';
import { cloudLocation, isCloudRoot, localLocation, nameOf, parentOf } from '../domain/location.ts';
import type { AppState } from '../state/app-state.ts';
import { cursorName, parentRows } from '../state/pane.ts';
import { activePane, entryUnderCursor, locationOf, otherSide } from '../state/selectors.ts';
import type { Command, CommandContext } from './command.ts';
import { findBelow } from './find-below.ts';
import { offerFile } from './opening.ts';
import { whyNoFile } from './open-view.ts';
import { openFolder, refreshPane } from './open-folder.ts';

/** The commands that go from folder to folder and from pane to pane. */
export const goingCommands: readonly Command[] = [
  {
    id: 'open',
    title: 'Open the folder under the cursor; on a file, choose what to do with it',
    group: 'Moving',
    layer: 'panes',
    keys: ['enter', 'l', 'right'],
    whyDisabled: whyNotOpen,
    run: openUnderCursor,
  },
  {
    id: 'parent',
    title: 'Go to the parent folder',
    group: 'Moving',
    layer: 'panes',
    keys: ['backspace', 'h', 'left'],
    whyDisabled: (state) => (parentRows(activePane(state)) === 0 ? 'This is the top, there is nothing above it' : null),
    run: goToParent,
  },
  historyCommand('back', 'Back to where this pane was', '['),
  historyCommand('forward', 'Forward again', ']'),
  {
    id: 'other-pane',
    title: 'Go to the other pane',
    group: 'Panes',
    layer: 'panes',
    keys: ['tab'],
    run: (context) => context.dispatch({ type: 'focused', side: otherSide(context.getState().active) }),
  },
  {
    id: 'refresh',
    title: 'Read the folder again',
    group: 'Panes',
    layer: 'panes',
    keys: ['ctrl+r'],
    run: refresh,
  },
  {
    id: 'switch-side',
    title: 'Show the cloud here, or the local files',
    group: 'Panes',
    layer: 'panes',
    keys: ['~'],
    run: switchSide,
  },
  {
    id: 'link',
    title: 'Linked browsing: a move in one pane is followed in the other',
    group: 'Panes',
    layer: 'panes',
    keys: ['y'],
    run: toggleLink,
  },
  {
    id: 'swap',
    title: 'Swap the panes',
    group: 'Panes',
    layer: 'panes',
    keys: ['ctrl+u'],
    run: swap,
  },
  {
    id: 'single-pane',
    title: 'One wide pane, or two',
    group: 'Panes',
    layer: 'panes',
    keys: ['w'],
    run: (context) => context.dispatch({ type: 'single', isSingle: !context.getState().isSingle }),
  },
  {
    id: 'same-folder',
    title: 'Show this folder in the other pane too',
    group: 'Panes',
    layer: 'panes',
    keys: ['='],
    run(context) {
      const state = context.getState();
      openFolder(context, otherSide(state.active), activePane(state).location);
    },
  },
  {
    id: 'hidden',
    title: 'Show or hide hidden entries',
    group: 'Panes',
    layer: 'panes',
    keys: ['.', 'alt+.'],
    run: (context) => context.dispatch({ type: 'pane/hidden', side: context.getState().active }),
  },
];

function toggleLink(context: CommandContext): void {
  const isLinked = context.getState().link === null;
  context.dispatch({ type: 'linked', isLinked });
  const text = isLinked ? 'The panes are linked: the other one follows' : 'The panes go their own ways';
  const hint = isLinked ? { command: 'link', does: 'again parts them' } : undefined;
  context.dispatch({ type: 'notice', notice: { tone: 'info', text, hint } });
}

/** A folder that is still being read is asked for again: what is under way was meant for the other side. */
function swap(context: CommandContext): void {
  context.dispatch({ type: 'swapped' });
  context.takeTurn('compare');
  for (const side of ['left', 'right'] as const) {
    context.takeTurn(`${side}-sizes`);
    if (context.getState()[side].status === 'loading') refreshPane(context, side);
  }
}

function historyCommand(way: 'back' | 'forward', title: string, key: string): Command {
  return {
    id: way,
    title,
    group: 'Moving',
    layer: 'panes',
    keys: [key],
    whyDisabled: (state) => (activePane(state).trail[way].length === 0 ? `There is no way ${way} from here` : null),
    run(context) {
      const { active, ...state } = context.getState();
      const { location } = state[active];
      const to = state[active].trail[way].at(-1);
      if (to !== undefined) openFolder(context, active, to, nameOf(location), way);
    },
  };
}

function whyNotOpen(state: AppState): string | null {
  const pane = activePane(state);
  if (isOnParentRow(state)) return null;
  const entry = entryUnderCursor(pane);
  if (entry === null) return 'There is nothing here to open';
  return isFolderLike(entry) ? null : whyNoFile(state);
}

function openUnderCursor(context: CommandContext): void {
  const state = context.getState();
  if (isOnParentRow(state)) {
    goToParent(context);
    return;
  }
  const entry = entryUnderCursor(activePane(state));
  if (entry === null) return;
  const location = locationOf(activePane(state), entry.name);
  if (isFolderLike(entry)) openFolder(context, state.active, location);
  else offerFile(context, { location, entry });
}

/** From what was found, the folder in which the entry under the cursor lies; from `..` there, back to where it began. */
function goToParent(context: CommandContext): void {
  const state = context.getState();
  const pane = activePane(state);
  const { location, found } = pane;
  const name = cursorName(pane);
  const at = found === null || name === null ? location : locationOf(pane, name);
  const parent = found !== null && name === null ? location : parentOf(at);
  if (parent !== null) openFolder(context, state.active, parent, nameOf(at));
}

function refresh(context: CommandContext): void {
  const { active, ...state } = context.getState();
  const { found } = state[active];
  if (found === null) refreshPane(context, active);
  else findBelow(context, active, found.query);
}

function isOnParentRow(state: AppState): boolean {
  const pane = activePane(state);
  return pane.cursor < parentRows(pane);
}

function switchSide(context: CommandContext): void {
  const state = context.getState();
  const { location } = activePane(state);
  const there = location.side === 'local' ? cloudLocation(state.account.id, null) : localLocation(state.home);
  openFolder(context, state.active, there);
}

/** True where F7 makes a volume. */
export function makesVolume(state: AppState): boolean {
  return isCloudRoot(activePane(state).location);
}
