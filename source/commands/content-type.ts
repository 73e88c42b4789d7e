import { lookup } from 'mime-types';

/** The content type that a name promises. Load it late: its table is large. */
export function contentTypeOf(name: string): string {
  return lookup(name) || 'application/octet-stream';
}
