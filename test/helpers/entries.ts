import type { Entry } from '../../source/domain/entry.ts';

/** A file entry with what the test names; the rest is plain. */
export function fileEntry(name: string, rest: Partial<Entry> = {}): Entry {
  return {
    name,
    kind: 'file',
    size: 1,
    modifiedAt: 0,
    hash: null,
    publicUrl: null,
    identity: `${name}#1`,
    ...rest,
  };
}

/** A folder entry. */
export function folderEntry(name: string, rest: Partial<Entry> = {}): Entry {
  return fileEntry(name, { kind: 'folder', size: null, ...rest });
}
