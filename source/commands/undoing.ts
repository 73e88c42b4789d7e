import { errorWithHint } from '../domain/error-words.ts';
import type { FileStore } from '../domain/file-store.ts';
import { parentOf, type Location } from '../domain/location.ts';
import type { Job } from '../domain/transfer.ts';
import type { UndoRecord } from '../domain/undo.ts';
import type { AppState } from '../state/app-state.ts';
import { moveBack } from '../transfers/move-back.ts';
import { undo, undoWords } from '../transfers/undo.ts';
import type { Command, CommandContext } from './command.ts';
import { refreshShowing, toRecord } from './open-folder.ts';

/** `u`: a delete that still waits is called back, else the latest act is taken back. */
export const undoingCommands: readonly Command[] = [
  {
    id: 'undo',
    title: 'Undo: call back a delete that waits, take back a rename, move, new folder, publishing or local delete',
    group: 'Files',
    layer: 'panes',
    keys: ['u'],
    whyDisabled: (state) =>
      heldDelete(state) === null && state.undo.length === 0 ? 'There is nothing to take back' : null,
    run(context) {
      const held = heldDelete(context.getState());
      if (held === null) void takeBack(context);
      else context.engine.cancel(held.spec.id);
    },
  },
];

/** The delete that waits so that it can be called back; null when there is none. */
function heldDelete({ jobs }: AppState): Job | null {
  const isHeld = ({ spec, state }: Job): boolean => spec.holdFor !== undefined && state === 'waiting';
  return jobs.findLast(isHeld) ?? null;
}

async function takeBack(context: CommandContext): Promise<void> {
  const record = context.getState().undo.at(-1);
  if (record === undefined) return;
  // Taken off first: a second press is meant for the act before it.
  context.dispatch({ type: 'undo/taken' });
  const storeFor = (location: Location): FileStore => context.storeFor(location);
  const { signal } = new AbortController();
  try {
    if (record.kind === 'moved') {
      const { spec, left } = await moveBack(record.moved, context.newId(), storeFor, signal);
      context.engine.add(spec);
      const [first] = left;
      if (first === undefined) say(context, 'info', `${undoWords(record)}: begun`);
      else say(context, 'error', `${left.length} of ${record.moved.length} stay: ${errorWithHint(toRecord(first))}`);
      return;
    }
    await undo(record, storeFor, signal);
    say(context, 'info', `${undoWords(record)}: done`);
  } catch (error) {
    say(context, 'error', `${undoWords(record)}: ${errorWithHint(toRecord(error))}`);
  }
  for (const folder of foldersOf(record)) refreshShowing(context, folder);
}

function foldersOf(record: UndoRecord): readonly (Location | null)[] {
  switch (record.kind) {
    case 'move':
      return [parentOf(record.from), parentOf(record.to)];
    case 'make-folder':
    case 'publish':
      return [parentOf(record.at)];
    case 'moved':
      // The job's end has them read again.
      return [];
    case 'trash':
      return record.trashed.map(({ from }) => parentOf(from));
  }
}

function say(context: CommandContext, tone: 'info' | 'error', text: string): void {
  context.dispatch({ type: 'notice', notice: { tone, text } });
}
