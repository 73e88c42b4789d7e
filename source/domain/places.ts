import { isSameLocation, type Location } from './location.ts';

const KEPT_RECENT = 50;

/** A folder that a person wants to find again, under a name of their own. */
export interface Bookmark {
  readonly name: string;
  readonly location: Location;
}

/** The folders a person comes back to; kept in a file that all programs of this person share. */
export interface Places {
  /** In the order in which they were added, each folder once. */
  readonly bookmarks: readonly Bookmark[];
  /** The folders shown, the latest first, each once. */
  readonly recent: readonly Location[];
}

export const NO_PLACES: Places = { bookmarks: [], recent: [] };

/** A change of the places, made on what the file holds at that moment. */
export type PlacesChange = (places: Places) => Places;

/** Gives the folder this name, as a new bookmark where there is none of it. */
export function withBookmark(places: Places, { name, location }: Bookmark): Places {
  const { bookmarks } = places;
  const at = bookmarks.findIndex((bookmark) => isSameLocation(bookmark.location, location));
  const bookmark = { name, location };
  return { ...places, bookmarks: at < 0 ? [...bookmarks, bookmark] : bookmarks.with(at, bookmark) };
}

export function withoutBookmark(places: Places, location: Location): Places {
  return { ...places, bookmarks: places.bookmarks.filter((bookmark) => !isSameLocation(bookmark.location, location)) };
}

/** These folders, the latest first, before those that are there; the oldest of too many go. */
export function withRecent(places: Places, latest: readonly Location[]): Places {
  const isLatest = (location: Location): boolean => latest.some((other) => isSameLocation(other, location));
  const older = places.recent.filter((location) => !isLatest(location));
  return { ...places, recent: [...latest, ...older].slice(0, KEPT_RECENT) };
}

export function isBookmarked({ bookmarks }: Places, location: Location): boolean {
  return bookmarks.some((bookmark) => isSameLocation(bookmark.location, location));
}
