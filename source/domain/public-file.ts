import type { Entry } from './entry.ts';
import type { Location } from './location.ts';

/** A file that anyone can read; `entry.publicUrl` is where. */
export interface PublicFile {
  readonly location: Location;
  readonly entry: Entry;
}
