import type { JobSource } from '../domain/transfer.ts';
import type { AppState } from '../state/app-state.ts';
import { activePane, entryUnderCursor, locationOf } from '../state/selectors.ts';
import { WAITING_VIEW } from '../state/viewing.ts';
import type { CommandContext } from './command.ts';
import { whyNoEntry } from './why-nothing.ts';

/** Why there is no file under the cursor to look at; null when there is one. */
export function whyNoFile(state: AppState): string | null {
  const entry = entryUnderCursor(activePane(state));
  if (entry === null) return whyNoEntry(state);
  if (entry.kind === 'folder' || entry.kind === 'volume' || entry.leadsToFolder === true) {
    return `${entry.name} is a folder; open it instead`;
  }
  return entry.kind === 'other' ? `${entry.name} is no file with a content` : null;
}

/** The file under the cursor of the active pane. */
export function fileUnderCursor(state: AppState): JobSource | null {
  const pane = activePane(state);
  const entry = entryUnderCursor(pane);
  return entry === null ? null : { location: locationOf(pane, entry.name), entry };
}

/** Opens a viewer over everything. */
export function view(context: CommandContext, source: JobSource): void {
  const id = context.nextNumber();
  context.dispatch({ type: 'layer/pushed', layer: { type: 'viewer', id, source, view: WAITING_VIEW } });
  context.openView(source, id);
}
