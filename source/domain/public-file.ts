import type { Entry } from './entry.ts';
import type { Location } from './location.ts';

/** A file that anyone can read; `entry.publicUrl` is where. */
export interface PublicFile {
  readonly location: Location;
  readonly entry: Entry;
}

/** True for an address of the embedded cloud: it listens on no port, so nobody else gets an answer there. */
export function isOfEmbeddedCloud(publicUrl: string): boolean {
  return publicUrl.startsWith('http://localhost/');
}
