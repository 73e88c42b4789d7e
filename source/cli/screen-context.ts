import type { CommandContext, Turn } from '../commands/command.ts';
import type { Settings } from '../domain/settings.ts';
import type { AccountDesk } from '../domain/account-desk.ts';
import { refreshShowing } from '../commands/open-folder.ts';
import { errorWithHint, errorWords } from '../domain/error-words.ts';
import type { FileStore } from '../domain/file-store.ts';
import type { ListingMemory } from '../domain/listing-memory.ts';
import { isSameLocation, localLocation, parentOf, type Location } from '../domain/location.ts';
import type { Job, JobSpec, TransferEngine } from '../domain/transfer.ts';
import type { AppAction, AppState } from '../state/app-state.ts';
import { undoOfJob } from '../transfers/undo.ts';
import { isUnderWay } from '../state/layout.ts';
import type { PictureSurface } from '../domain/view.ts';
import type { QuitMode } from '../state/intent.ts';
import type { Store } from '../state/store.ts';
import { createScreenViewer } from './screen-viewer.ts';

export interface ScreenParts {
  readonly store: Store<AppState, AppAction>;
  readonly storeFor: (location: Location) => FileStore;
  readonly engine: TransferEngine;
  readonly accounts: AccountDesk;
  readonly changeSettings: (change: Partial<Settings>) => Promise<void>;
  readonly memory: ListingMemory;
  readonly quit: (how: QuitMode) => void;
  readonly suspend: () => void;
  readonly copyText: (text: string) => boolean;
  readonly changePlaces: CommandContext['changePlaces'];
  readonly runInTerminal: CommandContext['runInTerminal'];
  /** The folder for copies that are edited. */
  readonly copiesFolder: string;
  /** The folder of `settings.json` and `keys.conf`. */
  readonly configFolder: string;
  /** False where the screen has ASCII alone. */
  readonly hasBlocks?: boolean;
  /** What pictures are drawn on; half blocks when absent. */
  readonly pictureSurface?: () => Promise<PictureSurface>;
}

/** What the commands of the screen may do to the world. */
export function createScreenContext({
  store,
  copiesFolder,
  configFolder,
  pictureSurface,
  ...parts
}: ScreenParts): CommandContext {
  const turns = new Map<Turn, AbortController>();
  let last = 0;
  return {
    getState: () => store.getState(),
    dispatch: (action) => store.dispatch(action),
    hasBlocks: true,
    ...parts,
    ...createScreenViewer({ store, storeFor: parts.storeFor, pictureSurface }),
    takeTurn(turn) {
      turns.get(turn)?.abort();
      const next = new AbortController();
      turns.set(turn, next);
      return next.signal;
    },
    nextNumber: () => (last += 1),
    newId: () => globalThis.crypto.randomUUID(),
    // Loaded late: nobody edits before the first picture.
    async makeCopyFolder() {
      const { makeCopyFolder } = await import('../services/private-copy.ts');
      return localLocation(await makeCopyFolder(copiesFolder));
    },
    async makePrivate({ path }) {
      const { makePrivate } = await import('../services/private-copy.ts');
      await makePrivate(path);
    },
    async preferenceFile(file) {
      const { makePreferenceFile } = await import('../services/preference-files.ts');
      return localLocation(await makePreferenceFile(configFolder, file));
    },
    now: Date.now,
  };
}

/**
 * The one bridge from the engine to the store. When a job ends, the panes that show its folders are read again, and
 * what failed or was skipped, which no request could have told, is said in the status bar.
 */
export function followJobs(context: CommandContext): () => void {
  return context.engine.subscribe((job) => {
    const before = context.getState().jobs.find(({ spec }) => spec.id === job.spec.id);
    context.dispatch({ type: 'job', job });
    if (isUnderWay(job) || (before !== undefined && !isUnderWay(before))) return;
    for (const folder of touchedFolders(job.spec)) refreshShowing(context, folder);
    const record = undoOfJob(job);
    if (record !== null) context.dispatch({ type: 'undo/noted', record });
    sayLeftOut(context, job);
  });
}

/** The folders in which the job changed something, each once. */
function touchedFolders({ kind, sources, target }: JobSpec): readonly Location[] {
  const left = kind === 'copy' ? [] : sources.map(({ location }) => parentOf(location));
  const places = sources.flatMap(({ to }) => (to === undefined ? [] : [parentOf(to)]));
  const folders = [target, ...places, ...left].filter((folder) => folder !== null);
  return folders.filter((folder, at) => folders.findIndex((other) => isSameLocation(folder, other)) === at);
}

function sayLeftOut(context: CommandContext, { state, failures }: Job): void {
  if (state === 'cancelled') return;
  const outcome = state === 'failed' ? 'failed' : 'skipped';
  const [first, ...others] = failures.filter((failure) => failure.outcome === outcome);
  if (first === undefined) return;
  const words = outcome === 'failed' ? errorWithHint(first.error) : `Skipped: ${errorWords(first.error)}`;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const hint = others.length === 0 ? undefined : { command: 'transfers', does: 'shows them' };
  const tone = outcome === 'failed' ? 'error' : 'warning';
  context.dispatch({ type: 'notice', notice: { tone, text: `${words}${more}`, hint } });
}
