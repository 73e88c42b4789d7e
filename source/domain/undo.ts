import type { Location } from './location.ts';
import type { Moved, Trashed } from './transfer.ts';

/** What can be taken back, as plain data. It is made after the deed, of what the store answered. */
export type UndoRecord =
  | UndoAtOnce
  /** A move that was a job: it is taken back by one as well. */
  | { readonly kind: 'moved'; readonly moved: readonly Moved[] };

/** What a call or two take back. */
export type UndoAtOnce =
  /** A rename or a move within a store. `identity` is that of the entry at its new place. */
  | { readonly kind: 'move'; readonly from: Location; readonly to: Location; readonly identity: string }
  | { readonly kind: 'make-folder'; readonly at: Location; readonly identity: string }
  /** `isPublic` is what it was made. */
  | { readonly kind: 'publish'; readonly at: Location; readonly isPublic: boolean }
  | { readonly kind: 'trash'; readonly trashed: readonly Trashed[] };
