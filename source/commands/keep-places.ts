import { AppError } from '../domain/app-error.ts';
import { errorWithHint } from '../domain/error-words.ts';
import type { Location } from '../domain/location.ts';
import { withBookmark, withRecent, type PlacesChange } from '../domain/places.ts';
import type { Notice } from '../state/app-state.ts';
import type { CommandContext } from './command.ts';
import { toRecord } from './open-folder.ts';

/** Gives the folder a bookmark of this name, or its bookmark this name. @throws AppError where it cannot be kept */
export async function nameBookmark(context: CommandContext, location: Location, text: string): Promise<void> {
  const name = text.trim();
  if (name === '') throw new AppError('invalid-name', 'a bookmark needs a name');
  await keep(context, (places) => withBookmark(places, { name, location }));
}

/** Changes the places in the background; a failure is said in the status bar. */
export function changeInBackground(
  context: CommandContext,
  change: PlacesChange,
  done: string,
  hint?: Notice['hint'],
): void {
  keep(context, change).then(
    () => context.dispatch({ type: 'notice', notice: { tone: 'info', text: done, hint } }),
    (error: unknown) => {
      const text = `The bookmarks could not be kept: ${errorWithHint(toRecord(error))}`;
      context.dispatch({ type: 'notice', notice: { tone: 'error', text } });
    },
  );
}

async function keep(context: CommandContext, change: PlacesChange): Promise<void> {
  const { recent } = context.getState().places;
  const places = await context.changePlaces(change);
  // What this program was shown is more recent than what others wrote.
  context.dispatch({ type: 'places/known', places: withRecent(places, recent) });
}
