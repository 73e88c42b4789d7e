import { AppError } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { Node, Volume } from '../../protocol/resources.ts';
import { parseTimestamp } from '../../protocol/timestamp.ts';

/** A node as a row. */
export function nodeEntry(node: Node): Entry {
  return {
    name: node.path.slice(node.path.lastIndexOf('/') + 1),
    kind: node.kind === 'file' ? 'file' : 'folder',
    size: node.kind === 'file' ? node.size : null,
    modifiedAt: parseTimestamp(node.when_changed),
    hash: node.kind === 'file' ? node.hash : null,
    publicUrl: node.kind === 'file' ? node.public_url : null,
    identity: identityOf(node),
  };
}

/** A volume as a row; its name is its path without `~/`. */
export function volumeEntry(volume: Volume): Entry {
  return {
    name: volume.path.replace(/^~\//, ''),
    kind: 'volume',
    size: null,
    // The wire tells when it was made, not when it changed.
    modifiedAt: null,
    hash: null,
    publicUrl: null,
    identity: `volume ${volume.path} ${volume.when_created}`,
  };
}

/** The list of volumes itself. */
export function rootEntry(): Entry {
  return { name: '', kind: 'folder', size: null, modifiedAt: null, hash: null, publicUrl: null, identity: 'root' };
}

/** Rejects with `changed` when an entry is not what was seen. */
export function checkSeen(entry: Entry, seen: string | undefined, path: string): void {
  if (seen === undefined || entry.identity === seen) return;
  throw new AppError('changed', 'It changed since it was seen', { path, hint: 'Look at it again, then repeat' });
}

/** The key tells a node made anew, the generation a change, the hash another content. */
function identityOf(node: Node): string {
  return `${node.key} ${node.generation} ${node.kind === 'file' ? (node.hash ?? '-') : 'folder'}`;
}
