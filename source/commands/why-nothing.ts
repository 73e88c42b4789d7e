import type { AppState } from '../state/app-state.ts';
import { activePane, entryUnderCursor, selectedSources } from '../state/selectors.ts';

/** The refusal of every command that works on the selection, and what to do about it; null where there is one. */
export function whyNothingSelected(state: AppState): string | null {
  const pane = activePane(state);
  if (selectedSources(pane).length > 0) return null;
  return pane.marks.size > 0 ? 'The marked ones are out of sight' : whyNoEntry(state);
}

/** The refusal of what works on the entry under the cursor, marked or not. */
export function whyNoEntry(state: AppState): string | null {
  const pane = activePane(state);
  if (entryUnderCursor(pane) !== null) return null;
  return `Nothing is selected, ${pane.rows.length > 0 ? 'go to an entry' : 'nothing is here'}`;
}
