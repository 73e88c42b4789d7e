import { isAppError, toErrorRecord, type ErrorRecord } from '../domain/app-error.ts';
import { isFolderLike } from '../domain/entry.ts';
import type { FileStore, Quota } from '../domain/file-store.ts';
import { isSameLocation, nameOf, parentOf, toPlainPath, type Location } from '../domain/location.ts';
import type { PaneSide } from '../state/pane.ts';
import { isFilling } from '../state/pending-bytes.ts';
import { renewComparison } from './comparing.ts';
import type { CommandContext } from './command.ts';
import { followLinked } from './linking.ts';
import { recheckFound, showsFoundIn } from './find-below.ts';

/**
 * Shows a folder in a pane: the rows come as the store gives them, and a folder request that was started earlier for
 * this pane is aborted. `wantedName` is the entry the cursor goes to. While the panes are linked the other one follows.
 */
export function openFolder(
  context: CommandContext,
  side: PaneSide,
  location: Location,
  wantedName: string | null = null,
  through: 'new' | 'back' | 'forward' = 'new',
): void {
  const isMove = !isSameLocation(context.getState()[side].location, location);
  showFolder(context, side, location, wantedName, through);
  if (isMove) void followLinked(context, side, location, (other, there) => showFolder(context, other, there));
}

function showFolder(
  context: CommandContext,
  side: PaneSide,
  location: Location,
  wantedName: string | null = null,
  through: 'new' | 'back' | 'forward' = 'new',
): void {
  const before = context.getState()[side];
  if (!isSameLocation(before.location, location)) {
    context.takeTurn(`${side}-sizes`);
    context.takeTurn('compare');
  }
  const wasShown = before.status === 'ready' && isSameLocation(before.location, location);
  startReading(context, { side, location, wantedName, through, wasShown });
}

/** Reads the folder that a pane begins with, as it was left the last time; one that is gone leads to the nearest above. */
export function reopenFolder(context: CommandContext, side: PaneSide): void {
  const { location, wantedName } = context.getState()[side];
  startReading(context, { side, location, wantedName, through: 'new', wasShown: true });
}

interface Opening extends Pick<FolderRequest, 'side' | 'location' | 'wasShown'> {
  readonly wantedName: string | null;
  readonly through: 'new' | 'back' | 'forward';
}

function startReading(context: CommandContext, { side, location, wantedName, through, wasShown }: Opening): void {
  const requestId = context.nextNumber();
  const signal = context.takeTurn(side);
  context.dispatch({ type: 'pane/opened', side, location, requestId, wantedName, through });
  const listing = location.side === 'cloud' ? context.memory.recall(location) : null;
  if (listing !== null) context.dispatch({ type: 'pane/recalled', side, requestId, listing });
  void load(context, { side, location, requestId, signal, wasShown });
}

/** Loads the pane's folder again, the cursor kept by name; of what was found, what lies in that folder. */
export function refreshPane(context: CommandContext, side: PaneSide, wantedName: string | null = null): void {
  const { location, found } = context.getState()[side];
  if (found !== null) void recheckFound(context, side, location);
  else openFolder(context, side, location, wantedName);
}

/** Refreshes every pane that shows this folder, or what was found in it. */
export function refreshShowing(
  context: CommandContext,
  folder: Location | null,
  wantedName: string | null = null,
): void {
  if (folder === null) return;
  for (const side of ['left', 'right'] as const) {
    if (showsFoundIn(context, side, folder)) void recheckFound(context, side, folder);
    else if (isSameLocation(context.getState()[side].location, folder)) refreshPane(context, side, wantedName);
  }
}

/** Refreshes the panes that show the folder of this place. */
export function refreshAround(context: CommandContext, location: Location, wantedName: string | null = null): void {
  refreshShowing(context, parentOf(location), wantedName);
}

interface FolderRequest {
  readonly side: PaneSide;
  readonly location: Location;
  readonly requestId: number;
  readonly signal: AbortSignal;
  /** The pane shows this folder already and reads it again. */
  readonly wasShown: boolean;
}

async function load(context: CommandContext, request: FolderRequest): Promise<void> {
  const { side, location, requestId, signal } = request;
  try {
    const store = context.storeFor(location);
    for await (const entries of store.list(location, { signal })) {
      context.dispatch({ type: 'pane/entries', side, requestId, entries });
    }
    context.dispatch({ type: 'pane/loaded', side, requestId });
    void renewComparison(context);
    const quota = isCounted(context, request) ? null : await quotaOf(store, signal);
    if (quota !== null) context.dispatch({ type: 'pane/quota', side, quota });
    remember(context, request);
  } catch (error) {
    if (signal.aborted) return;
    const record = toRecord(error);
    const isGone = record.code === 'not-found' || record.code === 'not-a-folder';
    if (request.wasShown && isGone && (await leaveGone(context, request))) return;
    context.dispatch({ type: 'pane/failed', side, requestId, error: record });
  }
}

/** Whether it is known how full the cloud was before what is under way into it, which is told with that. */
function isCounted(context: CommandContext, { side, location }: FolderRequest): boolean {
  const state = context.getState();
  return location.side === 'cloud' && state[side].quota !== null && isFilling(state, location.account);
}

/** Null where the store has none to tell or cannot: the entries are there all the same, and the request was told of. */
async function quotaOf(store: FileStore, signal: AbortSignal): Promise<Quota | null> {
  if (store.quota === undefined || !store.powers.quota) return null;
  return store.quota({ signal }).catch((error: unknown) => {
    if (signal.aborted || !isAppError(error)) throw error;
    return null;
  });
}

/** The folder that the pane shows went away: the nearest one above that is there is shown, and it is said so. */
async function leaveGone(context: CommandContext, { side, location, signal }: FolderRequest): Promise<boolean> {
  for (let gone = location, at = parentOf(gone); at !== null; gone = at, at = parentOf(at)) {
    const entry = await context
      .storeFor(at)
      .stat(at, { signal })
      .catch(() => null);
    if (signal.aborted) return true;
    if (entry === null || !isFolderLike(entry)) continue;
    openFolder(context, side, at, nameOf(gone));
    const text = `${toPlainPath(location)} is not there; this is the nearest folder above it`;
    context.dispatch({ type: 'notice', notice: { tone: 'warning', text } });
    return true;
  }
  return false;
}

/** Keeps what the pane shows for the next time; what another request has filled meanwhile is that one's to keep. */
function remember(context: CommandContext, { side, location, requestId }: FolderRequest): void {
  const { listing, quota, requestId: present, status } = context.getState()[side];
  if (location.side !== 'cloud' || present !== requestId || status !== 'ready') return;
  void context.memory.keep(location, { entries: [...listing.entries()], quota, seenAt: Date.now() });
}

/** Any error as a record for the screen: a bug is told apart by its words, for it has no code of ours. */
export function toRecord(error: unknown): ErrorRecord {
  if (isAppError(error)) return toErrorRecord(error);
  const words = error instanceof Error ? error.message : String(error);
  return { code: 'server-error', message: `a bug in u1file: ${words}`, hint: 'please report it' };
}
