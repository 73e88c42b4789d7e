import type { Entry } from '../domain/entry.ts';
import type { Location } from '../domain/location.ts';
import type { TakenPolicy } from '../domain/transfer.ts';

/** What stands in a folder that files go into, by name. */
export type Standing = Map<string, Entry>;

/** A folder that is walked, or the job's list of sources as the outermost one. */
export interface FolderWork {
  /** The folder it counts in; null for the list of sources. */
  readonly parent: FolderWork | null;
  /** The entry it was found as; null for the list of sources, and for a part of it that goes to a place of its own. */
  readonly item: Item | null;
  /** Where its entries go; null for a delete. */
  readonly to: Location | null;
  /** What is known to stand at the target, once the target folder is there; rejects when it cannot be made. */
  target: Promise<TargetFolder>;
  /** The end of what is being placed under a name just now, so that two sources of one name come one after the other. */
  readonly placing: Map<string, Promise<void>>;
  /** Entries of it that are not finished, and one more while it is being listed. */
  pending: number;
  /** How many entries failed or were left out: then a move leaves the source folder standing. */
  lacking: number;
}

export interface TargetFolder {
  readonly standing: Standing;
  /** True when a name that is not in `standing` was free; false when nobody looked. */
  readonly isComplete: boolean;
  /** It was made for what goes into it. */
  readonly wasMade?: true;
  /** What the store says it is, so that a walk can tell when it comes into its own target. */
  readonly identity: string | null;
}

/** One entry to be copied, moved or deleted. */
export interface Item {
  readonly folder: FolderWork;
  readonly from: Location;
  readonly entry: Entry;
  /** The name it gets in the target folder. */
  readonly name: string;
  /** What the person answered for this file; the job's policy where absent. */
  readonly policy?: TakenPolicy | undefined;
  /** True for what the person chose by itself; false for what was found in a folder. */
  readonly isChosen: boolean;
}

export type Outcome =
  /** `placed` where nothing was before and it is all there now. */
  | { readonly kind: 'done'; readonly placed?: { readonly at: Location; readonly entry: Entry } }
  /** It lies in the trash now. */
  | { readonly kind: 'trashed'; readonly at: Location }
  /** The same content was there. */
  | { readonly kind: 'unchanged' }
  /** Left out, and why: for its name, which a person may decide upon anew, or for what it is. */
  | { readonly kind: 'skipped'; readonly code: 'name-taken' | 'unsupported'; readonly reason: string }
  /** It is a folder that has to be walked. */
  | { readonly kind: 'walk'; readonly work: FolderWork }
  /** The name is taken and the person is to decide. */
  | { readonly kind: 'ask'; readonly target: Entry; readonly sameContent: boolean | null };
