import type { Entry } from '../domain/entry.ts';
import { childOf } from '../domain/location.ts';
import type { JobSource } from '../domain/transfer.ts';
import type { AppState } from './app-state.ts';
import type { LayerType } from './layers.ts';
import { indexAtRow, type PaneSide, type PaneState } from './pane.ts';

export function activePane(state: AppState): PaneState {
  return state[state.active];
}

export function otherSide(side: PaneSide): PaneSide {
  return side === 'left' ? 'right' : 'left';
}

/** What owns the keyboard: the top layer, or the panes below all. */
export function topLayerType(state: AppState): LayerType | 'panes' {
  return state.layers.at(-1)?.type ?? 'panes';
}

/** The entry under the cursor; null on `..` and in an empty list. */
export function entryUnderCursor(pane: PaneState): Entry | null {
  const index = indexAtRow(pane, pane.cursor);
  return index < 0 ? null : pane.listing.entry(index);
}

/** What an act is about: the marked entries in the order shown, else the one under the cursor. */
export function selectedSources(pane: PaneState): readonly JobSource[] {
  if (pane.marks.size === 0) {
    const entry = entryUnderCursor(pane);
    return entry === null ? [] : [toSource(pane, entry)];
  }
  const sources: JobSource[] = [];
  for (const index of pane.rows) {
    if (pane.marks.has(pane.listing.name(index))) sources.push(toSource(pane, pane.listing.entry(index)));
  }
  return sources;
}

/** Bytes of these sources as far as they are known without walking folders. */
export function knownBytes(sources: readonly JobSource[]): number {
  return sources.reduce((sum, { entry }) => sum + (entry.size ?? 0), 0);
}

function toSource(pane: PaneState, entry: Entry): JobSource {
  return { location: childOf(pane.location, entry.name), entry };
}
