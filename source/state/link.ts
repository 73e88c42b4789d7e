import { childOf, isWithin, nameOf, parentOf, type Location } from '../domain/location.ts';
import type { PaneSide } from './pane.ts';

/** The two folders that were beside each other when linked browsing began: what lies alike below or above them goes together. */
export interface PaneLink {
  readonly left: Location;
  readonly right: Location;
}

/**
 * The place that goes with this one on the other side: the same steps from the folder there as lead to it here. Null when they lead
 * above the top there, or when this place has nothing to do with the folder here.
 */
export function counterpart(link: PaneLink, side: PaneSide, location: Location): Location | null {
  let from: Location | null = link[side];
  let to: Location | null = link[side === 'left' ? 'right' : 'left'];
  while (from !== null && to !== null && !isWithin(location, from)) {
    from = parentOf(from);
    to = parentOf(to);
  }
  if (from === null || to === null) return null;
  return namesBetween(from, location).reduce<Location>((at, name) => childOf(at, name), to);
}

function namesBetween(outer: Location, inner: Location): readonly string[] {
  const names: string[] = [];
  for (
    let at: Location | null = inner;
    at !== null && isWithin(at, outer) && at.path !== outer.path;
    at = parentOf(at)
  ) {
    names.unshift(nameOf(at));
  }
  return names;
}
