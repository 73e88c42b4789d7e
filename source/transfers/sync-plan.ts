import type { ErrorRecord } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { Location } from '../domain/location.ts';

/** One step of a plan. `path` is relative to both folders, with `/` between names. */
export type SyncStep =
  | { readonly kind: 'make-folder'; readonly path: string; readonly to: Location }
  | {
      readonly kind: 'copy';
      readonly path: string;
      readonly reason: 'new' | 'changed';
      readonly from: Location;
      readonly to: Location;
      readonly source: Entry;
      /** What it replaces; null for a new one. */
      readonly target: Entry | null;
    }
  /** A file, or a folder with all below it. `files` counts what goes. */
  | {
      readonly kind: 'delete';
      readonly path: string;
      readonly at: Location;
      readonly target: Entry;
      readonly files: number;
    }
  /** Left as it is, and why: a link, or a file where a folder stands. */
  | { readonly kind: 'leave'; readonly path: string; readonly reason: string };

/** What a sync is going to do, as data: what is printed is what is run. */
export interface SyncPlan {
  readonly from: Location;
  readonly to: Location;
  /** In the order of their paths, folders before what is in them. */
  readonly steps: readonly SyncStep[];
  readonly unchanged: number;
  readonly filesToCopy: number;
  readonly bytesToCopy: number;
  readonly filesToDelete: number;
  /** Files at the target, all told. */
  readonly filesAtTarget: number;
  /** Why the plan is not to be run; null when nothing speaks against it. */
  readonly refusal: ErrorRecord | null;
}

/** The largest share of the target's files that a sync deletes without being told a number. */
const LARGEST_SHARE = 0.25;

/**
 * Why a plan that deletes is not to be run: the source is empty, or it would delete more than a quarter of what is there.
 * @param maxDelete files that may go, as the person said; null for the quarter
 */
export function refusalOf(
  { filesToDelete, filesAtTarget }: Pick<SyncPlan, 'filesToDelete' | 'filesAtTarget'>,
  { isSourceEmpty, maxDelete }: { readonly isSourceEmpty: boolean; readonly maxDelete: number | null },
): ErrorRecord | null {
  if (filesToDelete === 0) return null;
  if (isSourceEmpty && maxDelete === null) {
    return refusal(`The source is empty: ${filesToDelete} of ${filesAtTarget} files would be deleted`);
  }
  if (filesToDelete <= (maxDelete ?? filesAtTarget * LARGEST_SHARE)) return null;
  const limit = maxDelete === null ? 'more than a quarter' : `more than ${maxDelete}`;
  return refusal(`${filesToDelete} of ${filesAtTarget} files would be deleted, ${limit}`);
}

function refusal(message: string): ErrorRecord {
  return { code: 'usage', message, hint: '--max-delete N allows as many as you say' };
}
