import { AppError, isAppError } from '../domain/app-error.ts';
import type { EditedFile } from '../domain/editing.ts';
import type { Entry } from '../domain/entry.ts';
import { errorWithHint } from '../domain/error-words.ts';
import { localLocation, nameOf, parentOf, toPlainPath, type LocalLocation, type Location } from '../domain/location.ts';
import type { JobSource } from '../domain/transfer.ts';
import type { Command, CommandContext } from './command.ts';
import { editConflictQuestion, itIsHereQuestion } from './edit-questions.ts';
import { runJob } from './jobs-run.ts';
import { toRecord } from './open-folder.ts';
import { runOnTerminal } from './terminal-runs.ts';
import { fileUnderCursor, whyNoFile } from './open-view.ts';

/** Milliseconds after which the person may be busy with something else, so that an editor must not open by itself. */
const PATIENCE = 3000;
/** Milliseconds within which nobody has looked at a file and left it again. */
const DETACHED_WITHIN = 500;

/** F4. */
export const editingCommands: readonly Command[] = [
  {
    id: 'edit',
    title: 'Edit in $VISUAL or $EDITOR; a file of the cloud in a copy',
    group: 'Files',
    layer: 'panes',
    keys: ['f4', 'e'],
    bar: { slot: 4, label: 'Edit' },
    whyDisabled: whyNoFile,
    run(context) {
      const source = fileUnderCursor(context.getState());
      if (source !== null) openFile(context, source, context.getState().settings.editor);
    },
  },
];

/** Opens a file with a command, null being the editor; a file of the cloud is brought here first. */
export function openFile(context: CommandContext, source: JobSource, command: string | null): void {
  void attempt(context, async () => {
    if (source.location.side === 'cloud') await openCopy(context, source, command);
    else await openHere(context, source.location.path, command);
  });
}

/** Opens a file of this machine in the editor. */
export function editHere(context: CommandContext, { path }: LocalLocation): void {
  void attempt(context, async () => openHere(context, path, context.getState().settings.editor));
}

/** Goes on with a copy that was brought here: opens it, and takes what was changed back to the cloud. */
export function openCopied(context: CommandContext, edited: EditedFile, command: string | null): void {
  void attempt(context, async () => editCopy(context, edited, command));
}

/** Takes a changed copy to the cloud over whatever is there now, or beside it. */
export function uploadEdited(context: CommandContext, edited: EditedFile, how: 'overwrite' | 'keep-both'): void {
  void attempt(context, async () => {
    if (how === 'keep-both') return upload(context, edited, 'beside');
    const now = await statOrNull(context, edited.source.location);
    return upload(context, edited, now);
  });
}

async function openHere(context: CommandContext, file: string, command: string | null): Promise<void> {
  if (!file.isWellFormed()) {
    throw new AppError('unsupported', 'Its name has bytes that no program can be handed', { hint: 'rename it first' });
  }
  const end = await runOnTerminal(context, { type: 'open', command, file });
  if (end !== null && end.status !== 0) say(context, 'warning', `${end.name} ended with ${statusWords(end.status)}`);
}

async function openCopy(context: CommandContext, source: JobSource, command: string | null): Promise<void> {
  const startedAt = context.now();
  const edited = await bring(context, source);
  const isBusy = context.now() - startedAt > PATIENCE || context.getState().layers.length > 0;
  if (!isBusy) return editCopy(context, edited, command);
  context.dispatch({ type: 'layer/pushed', layer: itIsHereQuestion(edited, command) });
}

/** The copy on this machine, private to this user. */
async function bring(context: CommandContext, source: JobSource): Promise<EditedFile> {
  const folder = await context.makeCopyFolder();
  const copy = localLocation(`${folder.path}/${nameOf(source.location)}`);
  const store = context.storeFor(copy);
  if (source.entry.size === null) {
    await store.write(copy, { size: 0, modifiedAt: null, canReopen: true, open: nothing }, { taken: 'refuse' });
  } else {
    const sources = [{ ...source, to: copy }];
    await runJob(context, { id: context.newId(), kind: 'copy', sources, target: folder, taken: 'fail' });
  }
  await context.makePrivate(copy);
  return { source, copy, hash: await hashOf(context, copy) };
}

async function editCopy(context: CommandContext, edited: EditedFile, command: string | null): Promise<void> {
  const { copy, source } = edited;
  const openedAt = context.now();
  const end = await runOnTerminal(context, { type: 'open', command, file: copy.path });
  if (end === null) return discard(context, edited);
  if ((await hashOf(context, copy)) === edited.hash) {
    // A program that came back at once may have it open still, in a window of its own.
    if (context.now() - openedAt > DETACHED_WITHIN) await discard(context, edited);
    say(context, 'info', `${source.entry.name} was not changed`);
    return;
  }
  if (end.status !== 0) {
    const words = `${end.name} ended with ${statusWords(end.status)}: nothing was uploaded`;
    say(context, 'warning', `${words}, your copy is ${toPlainPath(copy)}`);
    return;
  }
  const now = await statOrNull(context, source.location);
  if (now !== null && isAsSeen(now, source.entry)) await upload(context, edited, now);
  else askWhatNow(context, edited, now);
}

/** A cloud's generation counts up by itself, as when a file is published: the content is what matters. */
function isAsSeen(now: Entry, seen: Entry): boolean {
  return now.identity === seen.identity || (now.kind === 'file' && now.hash !== null && now.hash === seen.hash);
}

/** Replaces what is there now, puts it where nothing is (null), or beside what is there. */
async function upload(context: CommandContext, edited: EditedFile, over: Entry | null | 'beside'): Promise<void> {
  const { copy, source } = edited;
  const entry = await context.storeFor(copy).stat(copy);
  const target = parentOf(source.location);
  const name = source.entry.name;
  const place = over === 'beside' ? {} : { to: source.location, replaces: over };
  const taken = over === 'beside' ? 'keep-both' : 'fail';
  try {
    const sources = [{ location: copy, entry, ...place }];
    await runJob(context, { id: context.newId(), kind: 'copy', sources, target, taken });
  } catch (error) {
    if (isAppError(error) && (error.code === 'changed' || error.code === 'name-taken')) {
      askWhatNow(context, edited, await statOrNull(context, source.location));
      return;
    }
    const words = errorWithHint(toRecord(error));
    throw new AppError('some-failed', `${name} was not uploaded: ${words}`, {
      hint: `your copy is kept: ${toPlainPath(copy)}`,
      cause: error,
    });
  }
  await discard(context, edited);
  say(context, 'info', `${name} is saved in the cloud`);
}

function askWhatNow(context: CommandContext, edited: EditedFile, now: Entry | null): void {
  context.dispatch({ type: 'layer/pushed', layer: editConflictQuestion(edited, now) });
}

async function discard(context: CommandContext, { copy }: EditedFile): Promise<void> {
  const folder = parentOf(copy);
  if (folder !== null) await context.storeFor(folder).remove(folder);
}

async function hashOf(context: CommandContext, copy: LocalLocation): Promise<string> {
  const hashes = await context.storeFor(copy).hashes?.(copy);
  if (hashes === undefined) throw new AppError('unsupported', 'The copy cannot be compared');
  return hashes.hash;
}

async function statOrNull(context: CommandContext, location: Location): Promise<Entry | null> {
  try {
    return await context.storeFor(location).stat(location);
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return null;
    throw error;
  }
}

async function attempt(context: CommandContext, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    say(context, 'error', errorWithHint(toRecord(error)));
  }
}

function statusWords(status: number | null): string {
  return status === null ? 'a signal' : `status ${status}`;
}

function say(context: CommandContext, tone: 'info' | 'warning' | 'error', text: string): void {
  context.dispatch({ type: 'notice', notice: { tone, text } });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
