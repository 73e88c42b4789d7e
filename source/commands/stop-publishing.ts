import { errorWithHint } from '../domain/error-words.ts';
import { cloudLocation, parentOf, toPlainPath } from '../domain/location.ts';
import type { PublicFile } from '../domain/public-file.ts';
import type { AppState } from '../state/app-state.ts';
import { activePane, otherSide } from '../state/selectors.ts';
import type { CommandContext } from './command.ts';
import { refreshShowing, toRecord } from './open-folder.ts';

/** Stops publishing these, tells what could not be done, and shows what is public then. */
export async function stopPublishing(context: CommandContext, files: readonly PublicFile[]): Promise<void> {
  let failed: string | null = null;
  for (const { location } of files) {
    try {
      await context.storeFor(location).publish?.(location, false);
      context.dispatch({ type: 'undo/noted', record: { kind: 'publish', at: location, isPublic: false } });
    } catch (error) {
      failed ??= `${toPlainPath(location)}: ${errorWithHint(toRecord(error))}`;
    }
  }
  for (const folder of new Map(files.map(({ location }) => [toPlainPath(location), parentOf(location)])).values()) {
    refreshShowing(context, folder);
  }
  const [first] = files;
  const words =
    files.length === 1 ? `${first?.entry.name ?? ''} is no longer public` : 'Nothing of these is public now';
  say(context, failed === null ? 'info' : 'error', failed ?? words);
  if (context.getState().layers.at(-1)?.type === 'public-files') await loadPublicFiles(context);
}

/** Fills the list of everything public; one that was closed meanwhile is not opened again. */
export async function loadPublicFiles(context: CommandContext): Promise<void> {
  const root = cloudLocation(accountOf(context.getState()), null);
  try {
    const files = (await context.storeFor(root).publicFiles?.(root)) ?? [];
    const top = context.getState().layers.at(-1);
    if (top?.type !== 'public-files') return;
    const cursor = Math.max(0, Math.min(top.cursor, files.length - 1));
    context.dispatch({ type: 'layer/replaced', layer: { ...top, files, cursor } });
  } catch (error) {
    if (context.getState().layers.at(-1)?.type === 'public-files') context.dispatch({ type: 'layer/popped' });
    say(context, 'error', errorWithHint(toRecord(error)));
  }
}

/** The account of the pane that shows a cloud, else the one that is signed in. */
function accountOf(state: AppState): string {
  const places = [activePane(state).location, state[otherSide(state.active)].location];
  return places.find((place) => place.side === 'cloud')?.account ?? state.account.id;
}

function say(context: CommandContext, tone: 'info' | 'error', text: string): void {
  context.dispatch({ type: 'notice', notice: { tone, text } });
}
