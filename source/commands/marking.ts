import type { AppState } from '../state/app-state.ts';
import { cursorName, type PaneState } from '../state/pane.ts';
import { activePane } from '../state/selectors.ts';
import type { Command, CommandContext } from './command.ts';

/** The commands that mark entries of the active pane. */
export const markingCommands: readonly Command[] = [
  {
    id: 'mark',
    title: 'Mark and step down',
    group: 'Marking',
    layer: 'panes',
    keys: ['insert', 'space', 'ctrl+t'],
    run: toggleAndStep,
  },
  range('mark-down', 'Mark a range downwards', 'shift+down', (cursor) => cursor + 1),
  range('mark-up', 'Mark a range upwards', 'shift+up', (cursor) => cursor - 1),
  range('mark-to-last', 'Mark from here to the last', 'shift+end', () => Number.MAX_SAFE_INTEGER),
  range('mark-to-first', 'Mark from here to the first', 'shift+home', () => -1),
  {
    id: 'mark-all',
    title: 'Mark all',
    group: 'Marking',
    layer: 'panes',
    keys: ['A'],
    run: (context) => setMarks(context, namesShown, true),
  },
  {
    id: 'mark-none',
    title: 'Mark none',
    group: 'Marking',
    layer: 'panes',
    keys: ['U'],
    whyDisabled: (state) => (activePane(state).marks.size === 0 ? 'Nothing is marked' : null),
    run: (context) => setMarks(context, (pane) => [...pane.marks], false),
  },
  {
    id: 'mark-invert',
    title: 'Invert the marks',
    group: 'Marking',
    layer: 'panes',
    keys: ['*'],
    run: invert,
  },
];

function toggleAndStep(context: CommandContext): void {
  const { active: side, ...state } = context.getState();
  const pane = state[side];
  const name = cursorName(pane);
  if (name !== null) {
    context.dispatch({ type: 'pane/mark', side, names: [name], isMarked: !pane.marks.has(name) });
  }
  context.dispatch({ type: 'pane/cursor', side, to: pane.cursor + 1 });
}

/** Going on in either direction grows or shrinks the range; it begins where the cursor was at first. */
function range(id: string, title: string, key: string, target: (cursor: number) => number): Command {
  const run = (context: CommandContext): void => {
    const { active: side, ...state } = context.getState();
    context.dispatch({ type: 'pane/range', side, to: target(state[side].cursor) });
  };
  return { id, title, group: 'Marking', layer: 'panes', keys: [key], run };
}

function setMarks(context: CommandContext, names: (pane: PaneState) => readonly string[], isMarked: boolean): void {
  const state: AppState = context.getState();
  context.dispatch({ type: 'pane/mark', side: state.active, names: names(activePane(state)), isMarked });
}

function invert(context: CommandContext): void {
  const { active: side, ...state } = context.getState();
  const marked = [...state[side].marks];
  const unmarked = namesShown(state[side]).filter((name) => !state[side].marks.has(name));
  context.dispatch({ type: 'pane/mark', side, names: marked, isMarked: false });
  context.dispatch({ type: 'pane/mark', side, names: unmarked, isMarked: true });
}

function namesShown(pane: PaneState): readonly string[] {
  return Array.from(pane.rows, (index) => pane.listing.name(index));
}
