import type { Entry } from '../domain/entry.ts';
import { toPlainPath, type Location } from '../domain/location.ts';

/** An entry as the command line's JSON: documented in docs/command-line.md, names only added, never changed. */
export interface EntryJson {
  readonly name: string;
  /** As a person types it: volume first. */
  readonly path: string;
  readonly kind: Entry['kind'];
  readonly size: number | null;
  /** ISO 8601, UTC. */
  readonly modified: string | null;
  readonly hash: string | null;
  readonly public_url: string | null;
}

/** The entry at this place as JSON. */
export function entryJson(entry: Entry, location: Location): EntryJson {
  return {
    name: entry.name,
    path: toPlainPath(location),
    kind: entry.kind,
    size: entry.size,
    modified: entry.modifiedAt === null ? null : new Date(entry.modifiedAt).toISOString(),
    hash: entry.hash,
    public_url: entry.publicUrl,
  };
}

/** The entry as lines of `Field: value`, the size first as the tutorial prints it. */
export function entryLines(entry: Entry, location: Location): readonly string[] {
  const json = entryJson(entry, location);
  return [
    ...(entry.kind === 'file' ? [`Size: ${json.size ?? 'no content yet'}`] : []),
    `Path: ${json.path}`,
    `Kind: ${json.kind}`,
    ...(json.modified === null ? [] : [`Modified: ${json.modified}`]),
    ...(json.hash === null ? [] : [`Hash: ${json.hash}`]),
    ...(json.public_url === null ? [] : [`Public: ${json.public_url}`]),
  ];
}
