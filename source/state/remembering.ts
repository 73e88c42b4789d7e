import type { RememberedPane, RememberedPanes } from '../domain/remembered-panes.ts';
import type { AppState } from './app-state.ts';
import { cursorName, type PaneSide, type PaneState } from './pane.ts';

/** The panes as they are to be found at the next start. */
export function rememberedPanes({ left, right, active, isSingle }: AppState): RememberedPanes {
  return { left: rememberedPane(left), right: rememberedPane(right), active, isSingle };
}

/** The state with its panes as they were left. A side of `told` keeps its place and takes the habits alone. */
export function withRemembered(state: AppState, panes: RememberedPanes, told: ReadonlySet<PaneSide>): AppState {
  return {
    ...state,
    left: restored(state.left, panes.left, told.has('left')),
    right: restored(state.right, panes.right, told.has('right')),
    active: told.size === 0 ? panes.active : state.active,
    isSingle: panes.isSingle,
  };
}

function rememberedPane(pane: PaneState): RememberedPane {
  const { location, sort, showHidden, trail } = pane;
  const { back, forward } = trail;
  return { location, cursorName: pane.wantedName ?? cursorName(pane), sort, showHidden, back, forward };
}

function restored(pane: PaneState, kept: RememberedPane, isTold: boolean): PaneState {
  const { location, cursorName: wantedName, sort, showHidden, back, forward } = kept;
  const { key, isReversed, isMixed = false } = sort;
  const habits = { ...pane, sort: { key, isReversed, isMixed }, showHidden };
  return isTold ? habits : { ...habits, location, wantedName, trail: { ...pane.trail, back, forward } };
}
