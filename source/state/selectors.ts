import type { Entry } from '../domain/entry.ts';
import { childOf, cloudLocation, isCloudRoot, nameOf, toPlainPath, type Location } from '../domain/location.ts';
import type { JobSource } from '../domain/transfer.ts';
import type { AppState } from './app-state.ts';
import { folderPathOf } from './found.ts';
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

/** The place of an entry of this pane, whose name in a list of what was found is a path. */
export function locationOf(pane: PaneState, name: string): Location {
  const { location, found } = pane;
  if (found === null || location.side === 'local' || !isCloudRoot(location)) return childOf(location, name);
  // A volume's own name may hold slashes.
  const isOn = (volume: string): boolean => name === volume || name.startsWith(`${volume}/`);
  const volume = found.volumes.filter(isOn).reduce((best, each) => (each.length > best.length ? each : best), '');
  return cloudLocation(location.account, volume, name.slice(volume.length) || '/');
}

/** The path of a place from a folder above it; empty for that folder itself. */
export function pathBelow(folder: Location, inner: Location): string {
  const top = toPlainPath(folder);
  const path = toPlainPath(inner).slice(top.length);
  return path.startsWith('/') ? path.slice(1) : path;
}

/** What an act is about: the marked entries in the order shown, else the one under the cursor. */
export function selectedSources(pane: PaneState): readonly JobSource[] {
  if (pane.marks.size === 0) {
    const entry = entryUnderCursor(pane);
    return entry === null ? [] : [toSource(pane, entry)];
  }
  const sources: JobSource[] = [];
  for (const index of pane.rows) {
    const name = pane.listing.name(index);
    if (pane.marks.has(name) && !isBelowMarked(pane, name)) sources.push(toSource(pane, pane.listing.entry(index)));
  }
  return sources;
}

/** True for what was found in a folder that is marked itself: it goes with that folder. */
function isBelowMarked({ found, marks }: PaneState, name: string): boolean {
  if (found === null) return false;
  for (let path = folderPathOf(name); path !== ''; path = folderPathOf(path)) if (marks.has(path)) return true;
  return false;
}

function toSource(pane: PaneState, entry: Entry): JobSource {
  const location = locationOf(pane, entry.name);
  return { location, entry: pane.found === null ? entry : { ...entry, name: nameOf(location) } };
}
