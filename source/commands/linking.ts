import { isAppError, toErrorRecord } from '../domain/app-error.ts';
import { errorWords } from '../domain/error-words.ts';
import { isFolderLike } from '../domain/entry.ts';
import { isSameLocation, toPlainPath, type Location } from '../domain/location.ts';
import type { PaneSide } from '../state/pane.ts';
import { counterpart } from '../state/link.ts';
import { otherSide } from '../state/selectors.ts';
import type { CommandContext } from './command.ts';

/** Lets the other pane follow to the place that goes with this one; where there is none it stays and says so. */
export async function followLinked(
  context: CommandContext,
  side: PaneSide,
  location: Location,
  show: (side: PaneSide, location: Location) => void,
): Promise<void> {
  const state = context.getState();
  if (state.link === null || state.active !== side) return;
  const other = otherSide(side);
  const signal = context.takeTurn('link');
  const target = counterpart(state.link, side, location);
  if (target === null) {
    stay(context, `nothing there goes with ${toPlainPath(location) || 'the list of volumes'}`);
    return;
  }
  if (isSameLocation(target, state[other].location)) return;
  try {
    const entry = await context.storeFor(target).stat(target, { signal });
    if (signal.aborted || context.getState().link === null) return;
    if (isFolderLike(entry)) show(other, target);
    else stay(context, `${toPlainPath(target)} is a file there`);
  } catch (error) {
    if (signal.aborted) return;
    const code = isAppError(error) ? error.code : null;
    const words = isAppError(error) ? errorWords(toErrorRecord(error)) : String(error);
    stay(context, code === 'not-found' || code === 'not-a-folder' ? `there is no ${toPlainPath(target)}` : words);
  }
}

function stay(context: CommandContext, why: string): void {
  const text = `Linked, but ${why}: the other pane stays where it is`;
  context.dispatch({ type: 'notice', notice: { tone: 'warning', text } });
}
