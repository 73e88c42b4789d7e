import { isSameLocation, type Location } from '../domain/location.ts';

const KEPT_PLACES = 50;

/** How a person left a folder: to be found so again. */
export interface Visited {
  readonly location: Location;
  readonly marks: ReadonlySet<string>;
  /** The name the cursor was on; null on `..`. */
  readonly cursorName: string | null;
}

/** Where a pane was, and how it left those places. */
export interface Trail {
  /** Where this pane was before, the latest last, and where `back` came from. */
  readonly back: readonly Location[];
  readonly forward: readonly Location[];
  /** The folders left, the latest last, each once. */
  readonly visited: readonly Visited[];
}

export type Way = 'new' | 'back' | 'forward';

export const EMPTY_TRAIL: Trail = { back: [], forward: [], visited: [] };

/** The trail after leaving a folder that way: a new way ends what lay ahead. */
export function trailAfter(trail: Trail, left: Visited, way: Way): Trail {
  const { back, forward } = trail;
  const { location } = left;
  const { visited } = withVisit(trail, left);
  switch (way) {
    case 'new':
      return { back: [...back, location].slice(-KEPT_PLACES), forward: [], visited };
    case 'back':
      return { back: back.slice(0, -1), forward: [...forward, location], visited };
    case 'forward':
      return { back: [...back, location], forward: forward.slice(0, -1), visited };
  }
}

/** The trail with how this folder was left, and no step taken. */
export function withVisit(trail: Trail, left: Visited): Trail {
  const others = trail.visited.filter((place) => !isSameLocation(place.location, left.location));
  return { ...trail, visited: [...others, left].slice(-KEPT_PLACES) };
}

/** How this folder was left; null when the pane was never there, or long ago. */
export function lastVisit({ visited }: Trail, location: Location): Visited | null {
  return visited.findLast((place) => isSameLocation(place.location, location)) ?? null;
}
