export type EntryKind = 'file' | 'folder' | 'volume' | 'link' | 'other';

/** A row of a pane: one file, folder or volume, as its store told it. */
export interface Entry {
  /** The exact name. Undecodable bytes of a local name are lone surrogates U+DC80..U+DCFF, one a byte. */
  readonly name: string;
  readonly kind: EntryKind;
  /** Bytes; null for folders, and for a cloud file that was made but never filled. */
  readonly size: number | null;
  /** Milliseconds since 1970, UTC; null when the store does not know. */
  readonly modifiedAt: number | null;
  /** `sha1:` and 40 hex digits where the store knows it without reading; else null. */
  readonly hash: string | null;
  /** The address anyone can read it at; null unless it is published. */
  readonly publicUrl: string | null;
  /** A local link that leads to a folder, so that Enter goes there. */
  readonly leadsToFolder?: boolean;
  /**
   * What was seen, as one string: it differs when the entry was changed or replaced. A destructive act carries it and
   * the store refuses with `changed` when it no longer fits.
   */
  readonly identity: string;
}

/** True for what Enter goes into. */
export function isFolderLike(entry: Entry): boolean {
  return entry.kind === 'folder' || entry.kind === 'volume' || entry.leadsToFolder === true;
}

/** Whether the one there may be the beginning of this file: a file that is shorter and not empty. */
export function isPart(whole: Entry, there: Entry): boolean {
  return (
    whole.kind === 'file' && there.kind === 'file' && (there.size ?? 0) > 0 && (there.size ?? 0) < (whole.size ?? 0)
  );
}
