import { AppError } from '../domain/app-error.ts';
import { checkName } from '../domain/check-location.ts';
import { childOf, folderText, cloudLocation, isCloudRoot, parentOf, type Location } from '../domain/location.ts';
import type { JobSource, TakenPolicy } from '../domain/transfer.ts';
import { errorWithHint } from '../domain/error-words.ts';
import { formatBytes } from '../domain/format.ts';
import type { Intent } from '../state/intent.ts';
import type { Layer } from '../state/layers.ts';
import { transferRoom } from '../state/transfer-room.ts';
import { maskTest } from '../state/mask.ts';
import { revokeDevice, signOut } from './account-acts.ts';
import type { CommandContext } from './command.ts';
import { findBelow } from './find-below.ts';
import { goTo } from './complete-path.ts';
import { nameBookmark } from './keep-places.ts';
import { openCopied, openFile, uploadEdited } from './editing.ts';
import { view } from './open-view.ts';
import { stopPublishing } from './stop-publishing.ts';
import { refreshAround, refreshShowing, toRecord } from './open-folder.ts';
import { parseCloudPath, parseLocalPath, resolveTarget, type Target } from './target.ts';

/** Milliseconds for which a delete in the cloud can be called back. */
const RECALL_TIME = 4000;

/**
 * Carries out what a question was about. The question stays open until it is done: a refusal is shown in it, so that
 * nothing typed is lost.
 */
export function carryOut(context: CommandContext, intent: Intent, text: string): void {
  switch (intent.type) {
    case 'make-folder':
      attempt(context, () => makeFolder(context, intent.folder, text));
      return;
    case 'rename':
      attempt(context, () => rename(context, intent.source, text));
      return;
    case 'go-to':
      attempt(context, async () => goTo(context, intent.side, text));
      return;
    case 'find':
      attempt(context, async () => findBelow(context, intent.side, text));
      return;
    case 'name-bookmark':
      attempt(context, async () => nameBookmark(context, intent.location, text));
      return;
    case 'mark-mask':
      markByMask(context, intent, text);
      return;
    case 'delete':
      context.dispatch({ type: 'layer/popped' });
      addJob(context, {
        kind: 'delete',
        sources: intent.sources,
        target: null,
        taken: 'fail',
        ...recall(intent.sources),
      });
      return;
    case 'view':
      context.dispatch({ type: 'layer/popped' });
      view(context, intent.source);
      return;
    case 'edit':
      context.dispatch({ type: 'layer/popped' });
      openFile(context, intent.source, context.getState().settings.editor);
      return;
    case 'open-with':
      context.dispatch({ type: 'layer/popped' });
      openFile(context, intent.source, intent.command);
      return;
    case 'open-copied':
      context.dispatch({ type: 'layer/popped' });
      openCopied(context, intent.edited, intent.command);
      return;
    case 'upload-edited':
      context.dispatch({ type: 'layer/popped' });
      uploadEdited(context, intent.edited, intent.how);
      return;
    case 'stop-publishing':
      context.dispatch({ type: 'layer/popped' });
      void stopPublishing(context, intent.files);
      return;
    case 'sign-out':
      attempt(context, async () => signOut(context, intent.account));
      return;
    case 'revoke-device':
      attempt(context, async () => revokeDevice(context, intent.account, intent.device));
      return;
    case 'resume-all':
      context.dispatch({ type: 'layer/popped' });
      for (const { spec, state } of context.getState().jobs) if (state === 'paused') context.engine.resume(spec.id);
      return;
    case 'quit':
      context.dispatch({ type: 'layer/popped' });
      context.quit(intent.how);
  }
}

function markByMask(
  context: CommandContext,
  { side, isMarked }: Extract<Intent, { type: 'mark-mask' }>,
  masks: string,
): void {
  const pane = context.getState()[side];
  const fits = maskTest(masks);
  const names = Array.from(pane.rows, (index) => pane.listing.name(index)).filter(fits);
  context.dispatch({ type: 'layer/popped' });
  context.dispatch({ type: 'pane/mark', side, names, isMarked });
}

/** Starts the copy or move of an accepted dialog. */
export function startTransfer(context: CommandContext, layer: Extract<Layer, { type: 'transfer' }>): void {
  attempt(context, async () => {
    checkRoom(context, layer);
    const { folder, name } = await targetOf(context, layer);
    const { kind, sources, taken } = layer;
    addJob(context, { kind, sources, target: folder, ...(name === undefined ? {} : { targetName: name }), taken });
    const { active } = context.getState();
    const names = sources.map(({ entry }) => entry.name);
    context.dispatch({ type: 'pane/mark', side: active, names, isMarked: false });
  });
}

/** Refuses what cannot fit before its first byte. */
function checkRoom(context: CommandContext, layer: Extract<Layer, { type: 'transfer' }>): void {
  const room = transferRoom(context.getState(), layer);
  if (room === null || room.fits) return;
  const { needed, quota } = room;
  const free = formatBytes(Math.max(0, quota.total - quota.used));
  throw new AppError('out-of-space', `${formatBytes(needed)} do not fit, ${free} are free`, {
    hint: 'take less, or delete something there first',
  });
}

interface NewJob {
  readonly kind: 'copy' | 'move' | 'delete';
  readonly sources: readonly JobSource[];
  readonly target: Location | null;
  readonly targetName?: string;
  readonly taken: TakenPolicy;
  readonly holdFor?: number;
  readonly toTrash?: boolean;
}

/** A local delete goes to the desktop's trash, a cloud's waits a while: either can be taken back. */
function recall(sources: readonly JobSource[]): Pick<NewJob, 'holdFor' | 'toTrash'> {
  return sources.some(({ location }) => location.side === 'cloud') ? { holdFor: RECALL_TIME } : { toTrash: true };
}

function addJob(context: CommandContext, job: NewJob): void {
  context.engine.add({ ...job, id: context.newId() });
}

/** Runs the act; done closes the question, a refusal is shown in it. */
function attempt(context: CommandContext, act: () => Promise<void>): void {
  const layer = context.getState().layers.at(-1);
  const isStillOpen = (): boolean => context.getState().layers.at(-1) === layer;
  act().then(
    () => {
      if (isStillOpen()) context.dispatch({ type: 'layer/popped' });
    },
    (error: unknown) => {
      const reason = errorWithHint(toRecord(error));
      if (isStillOpen()) context.dispatch({ type: 'layer/refused', reason });
      else context.dispatch({ type: 'notice', notice: { tone: 'error', text: reason } });
    },
  );
}

/** Of several names with slashes between them each is a folder in the one before; those that are missing are made. */
async function makeFolder(context: CommandContext, folder: Location, text: string): Promise<void> {
  const isVolume = isCloudRoot(folder);
  const names = isVolume ? [text] : text.replace(/\/$/, '').split('/');
  if (isVolume) checkVolumeName(text);
  else for (const name of names) checkName(name);
  const location = names.reduce(childOf, folder);
  const store = context.storeFor(folder);
  if (!isVolume && (await exists(context, location))) {
    throw new AppError('name-taken', `${text} is already there`, { hint: 'choose another name' });
  }
  const { identity } = await store.makeFolder(location);
  context.dispatch({ type: 'undo/noted', record: { kind: 'make-folder', at: location, identity } });
  refreshShowing(context, folder, names[0] ?? null);
}

async function rename(context: CommandContext, { location, entry }: JobSource, text: string): Promise<void> {
  checkName(text);
  const parent = parentOf(location);
  if (parent === null || text === entry.name) return;
  const to = childOf(parent, text);
  const { identity } = await context.storeFor(location).move(location, to, { seen: entry.identity });
  context.dispatch({ type: 'undo/noted', record: { kind: 'move', from: location, to, identity } });
  refreshAround(context, location, text);
}

async function targetOf(context: CommandContext, layer: Extract<Layer, { type: 'transfer' }>): Promise<Target> {
  const { base, field, sources } = layer;
  // Untouched, it is the other pane's folder: nothing needs to be asked.
  if (field.text === folderText(base)) return { folder: base };
  const location = await placeOf(context, field.text, base);
  if (isCloudRoot(location))
    throw new AppError('invalid-name', 'a file needs a volume to go to', { hint: 'write it first' });
  const typed = { location, isFolder: field.text.endsWith('/'), sourceCount: sources.length };
  return resolveTarget(typed, context.storeFor(location));
}

/** `cloud:` and `local:` in front go to that side, as where a path is gone to; else it is the side of the other pane. */
async function placeOf(context: CommandContext, text: string, base: Location): Promise<Location> {
  const { home, account } = context.getState();
  const [, named, rest = text] = /^(cloud|local):(.*)$/s.exec(text) ?? [];
  if ((named ?? base.side) === 'local')
    return parseLocalPath(rest, base.side === 'local' && named === undefined ? base.path : home, home);
  const owner = base.side === 'cloud' ? base.account : account.id;
  return parseCloudPath(rest, owner, await volumesOf(context, owner));
}

async function volumesOf(context: CommandContext, account: string): Promise<readonly string[]> {
  const root = cloudLocation(account, null);
  const names: string[] = [];
  for await (const entries of context.storeFor(root).list(root)) names.push(...entries.map(({ name }) => name));
  return names;
}

/** A volume's name may hold slashes (`one/two`); each part is a name of its own. */
function checkVolumeName(text: string): void {
  for (const part of text.split('/')) checkName(part);
}

async function exists(context: CommandContext, location: Location): Promise<boolean> {
  try {
    await context.storeFor(location).stat(location);
    return true;
  } catch (error) {
    if (toRecord(error).code === 'not-found') return false;
    throw error;
  }
}
