import { AppError, isAppError } from '../domain/app-error.ts';
import { parentOf, toPlainPath } from '../domain/location.ts';
import type { Job, Moved, Trashed } from '../domain/transfer.ts';
import type { UndoAtOnce, UndoRecord } from '../domain/undo.ts';
import { leaveFolder } from './leave-folder.ts';
import type { StoreFor } from './store-for.ts';

/** What an ended job has to take back; null for what cannot be. */
export function undoOfJob({ trashed, moved }: Job): UndoRecord | null {
  if (trashed !== undefined) return { kind: 'trash', trashed };
  return moved === undefined ? null : { kind: 'moved', moved };
}

/** What an undo would do, in words. */
export function undoWords(record: UndoRecord): string {
  switch (record.kind) {
    case 'move':
      return `Move ${toPlainPath(record.to)} back to ${toPlainPath(record.from)}`;
    case 'moved':
      return movedWords(record.moved);
    case 'make-folder':
      return `Remove the empty folder ${toPlainPath(record.at)}`;
    case 'publish':
      return `${record.isPublic ? 'Stop publishing' : 'Publish'} ${toPlainPath(record.at)}`;
    case 'trash':
      return `Take ${record.trashed.length} out of the trash`;
    default:
      return record satisfies never;
  }
}

function movedWords(moved: readonly Moved[]): string {
  const [first] = moved;
  if (first === undefined) return 'Move nothing';
  const folder = parentOf(first.from) ?? first.from;
  if (moved.length === 1) return `Move ${toPlainPath(first.to)} back to ${toPlainPath(folder)}`;
  return `Move ${moved.length} entries back to ${toPlainPath(folder)}`;
}

/**
 * Takes it back; a move that was a job is moved back by one (`moveBack`). Nothing is overwritten, and what changed since is left as it is.
 * @throws AppError `changed`, `name-taken`, `not-found`; `some-failed` when only a part came out of the trash
 */
export async function undo(record: UndoAtOnce, storeFor: StoreFor, signal: AbortSignal): Promise<void> {
  switch (record.kind) {
    case 'move':
      await storeFor(record.to).move(record.to, record.from, { seen: record.identity, signal });
      return;
    case 'make-folder':
      return leaveFolder(storeFor(record.at), record.at, record.identity, signal);
    case 'publish':
      await storeFor(record.at).publish?.(record.at, !record.isPublic, { signal });
      return;
    case 'trash':
      return restoreAll(record.trashed, storeFor, signal);
    default:
      return record satisfies never;
  }
}

async function restoreAll(trashed: readonly Trashed[], storeFor: StoreFor, signal: AbortSignal): Promise<void> {
  const failures: AppError[] = [];
  for (const { from, at } of trashed) {
    try {
      await storeFor(from).restore?.(at, from, { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!isAppError(error)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  if (trashed.length === 1) throw first;
  throw new AppError('some-failed', `${failures.length} of ${trashed.length} stayed in the trash`, { cause: first });
}
