import type { JobSource } from '../domain/transfer.ts';

/** How much there is below some entries, as far as it was counted. */
export interface Amount {
  readonly files: number;
  readonly folders: number;
  /** Bytes of the files. */
  readonly bytes: number;
  /** Folders that could not be read. */
  readonly unreadable: number;
  /** True once all of it was counted. */
  readonly isWhole: boolean;
}

/** What is known of the entries without reading a folder. */
export function knownAmount(sources: readonly JobSource[]): Amount {
  const folders = sources.filter(({ entry }) => entry.kind === 'folder' || entry.kind === 'volume').length;
  const bytes = sources.reduce((sum, { entry }) => sum + (entry.size ?? 0), 0);
  return { files: sources.length - folders, folders, bytes, unreadable: 0, isWhole: folders === 0 };
}
