import { errorWords } from '../domain/error-words.ts';
import { withRecent } from '../domain/places.ts';
import { toRecord } from '../commands/open-folder.ts';
import { changePlaces, readPlaces, type PlacesRead } from '../services/places-file.ts';
import type { AppAction, AppState } from '../state/app-state.ts';
import type { Store } from '../state/store.ts';

/** Milliseconds after which a folder that was shown is written down: who passes through many writes once. */
const WRITTEN_AFTER = 3000;

/** Reads the places once, and writes the recent folders down as they come. */
export interface FollowedPlaces {
  /** Writes what is not yet written, and ends. */
  readonly close: () => Promise<void>;
}

export function followPlaces(store: Store<AppState, AppAction>, folder: string): FollowedPlaces {
  let written = store.getState().places.recent;
  let timer: NodeJS.Timeout | null = null;
  const take = ({ places, problem }: PlacesRead): void => {
    const merged = withRecent(places, store.getState().places.recent);
    written = merged.recent;
    store.dispatch({ type: 'places/known', places: merged });
    if (problem !== null) store.dispatch({ type: 'notice', notice: { tone: 'warning', text: problem } });
  };
  const write = async (): Promise<void> => {
    timer = null;
    const { recent } = store.getState().places;
    if (recent === written) return;
    written = recent;
    await changePlaces(folder, (places) => withRecent(places, recent));
  };
  const fail = (error: unknown): void => {
    const text = `The places could not be kept: ${errorWords(toRecord(error))}`;
    store.dispatch({ type: 'notice', notice: { tone: 'warning', text } });
  };
  readPlaces(folder).then(take).catch(fail);
  const unsubscribe = store.subscribe(() => {
    if (timer !== null || store.getState().places.recent === written) return;
    timer = setTimeout(() => void write().catch(fail), WRITTEN_AFTER);
    timer.unref();
  });
  return {
    async close() {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      // The screen is gone: there is nobody left to tell of a full disk.
      await write().catch(() => undefined);
    },
  };
}
