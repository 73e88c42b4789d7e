import { AppError, isAppError } from '../domain/app-error.ts';
import { isFolderLike } from '../domain/entry.ts';
import { parentOf, toPlainPath } from '../domain/location.ts';
import type { JobSource, JobSpec, Moved } from '../domain/transfer.ts';
import type { StoreFor } from './store-for.ts';

/** A job that moves things back, and what stays where it is. */
export interface MoveBack {
  readonly spec: JobSpec;
  readonly left: readonly AppError[];
}

/**
 * The job that takes a move back: each thing to where it was, under the name that it had, and nothing is overwritten. What changed since
 * or is gone, and what has another in its old place, is left.
 * @param id of the new job
 * @throws AppError `changed`, `name-taken`, `not-found` where all is left
 */
export async function moveBack(
  moved: readonly Moved[],
  id: string,
  storeFor: StoreFor,
  signal: AbortSignal,
): Promise<MoveBack> {
  const sources: JobSource[] = [];
  const left: AppError[] = [];
  for (const each of moved) {
    try {
      sources.push(await sourceBack(each, storeFor, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (!isAppError(error)) throw error;
      left.push(error);
    }
  }
  const [first] = sources;
  if (first === undefined) throw left[0] ?? new AppError('usage', 'There is nothing to move back');
  const target = first.to === undefined ? null : parentOf(first.to);
  return { spec: { id, kind: 'move', sources, target, taken: 'fail', isUndo: true }, left };
}

async function sourceBack({ from, to, entry }: Moved, storeFor: StoreFor, signal: AbortSignal): Promise<JobSource> {
  const now = await storeFor(to).stat(to, { signal });
  // What came into a folder since goes along; a file that is another than was moved is none of this undo's.
  const isSame = isFolderLike(entry) ? isFolderLike(now) : now.identity === entry.identity;
  if (!isSame) throw new AppError('changed', 'It changed since it was moved', { path: toPlainPath(to) });
  await checkFree(from, storeFor, signal);
  return { location: to, entry: now, to: from, replaces: null };
}

async function checkFree(from: Moved['from'], storeFor: StoreFor, signal: AbortSignal): Promise<void> {
  try {
    await storeFor(from).stat(from, { signal });
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return;
    throw error;
  }
  throw new AppError('name-taken', 'Something stands in its old place', { path: toPlainPath(from) });
}
