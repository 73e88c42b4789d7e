import { cloudLocation, isSameLocation, localLocation, toPlainPath, type Location } from '../domain/location.ts';
import type { AppState } from './app-state.ts';

/** A row of the places: where it leads, and what it is. */
export interface PlaceRow {
  readonly kind: 'bookmark' | 'volume' | 'this machine' | 'recent';
  readonly name: string;
  readonly location: Location;
}

/**
 * The places in the order shown: bookmarks, the top of this machine and of the cloud, volumes, recent folders; of other accounts none.
 * Those stay whose name or path holds all words of the filter, case aside.
 */
export function placeRows(state: AppState, filter: string): readonly PlaceRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return allRows(state).filter(({ name, kind, location }) => {
    const text = `${kind} ${name} ${toPlainPath(location)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function allRows(state: AppState): readonly PlaceRow[] {
  const { places, account, home } = state;
  const isOpen = (location: Location): boolean => location.side === 'local' || location.account === account.id;
  const named: readonly PlaceRow[] = [
    ...places.bookmarks.map(({ name, location }) => ({ kind: 'bookmark', name, location }) as const),
    { kind: 'this machine', name: 'Home', location: localLocation(home) },
    { kind: 'this machine', name: 'Top folder', location: localLocation('/') },
    { kind: 'volume', name: 'All volumes', location: cloudLocation(account.id, null) },
    ...state.volumes.map((name) => ({ kind: 'volume', name, location: cloudLocation(account.id, name) }) as const),
  ];
  const isNamed = (location: Location): boolean => named.some((row) => isSameLocation(row.location, location));
  const recent = places.recent.filter((location) => !isNamed(location));
  return [
    ...named.filter(({ location }) => isOpen(location)),
    ...recent.filter(isOpen).map((location) => ({ kind: 'recent', name: '', location }) as const),
  ];
}
