import type { Entry } from './entry.ts';
import type { Quota } from './file-store.ts';
import type { CloudLocation } from './location.ts';

/** What a cloud folder held when it was last seen. */
export interface RecalledListing {
  readonly entries: readonly Entry[];
  /** Null where it was not known then. */
  readonly quota: Quota | null;
  /** When it was seen, milliseconds since 1970. */
  readonly seenAt: number;
}

/** Remembers what cloud folders held, over the end of the program, so that a pane has something to show before the answer. */
export interface ListingMemory {
  /** At once, without a wait; null when the folder is not remembered. */
  recall(folder: CloudLocation): RecalledListing | null;
  /** Remembers this in place of what was; a folder too large is forgotten. Never rejects: it is a convenience. */
  keep(folder: CloudLocation, listing: RecalledListing): Promise<void>;
  /** Forgets all folders of an account, as when it is signed out. */
  forget(account: string): Promise<void>;
}

/** Remembers nothing. */
export const NO_MEMORY: ListingMemory = {
  recall: () => null,
  keep: async () => undefined,
  forget: async () => undefined,
};
