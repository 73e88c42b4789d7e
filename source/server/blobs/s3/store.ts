import type { S3Address } from './address.ts';
import type { Gateways } from './gateways.ts';

/** The place of contents in the store: `blobs/<sha1>` below the prefix, unfinished uploads in `incoming/`. */
export interface S3Store extends Pick<S3Address, 'bucket' | 'prefix'> {
  readonly gateways: Gateways;
}

const HASH = /^sha1:[0-9a-f]{40}$/;

/** The key of a hash. Anything else than a hash is a bug: no path of a client ever comes here. */
export function blobKey({ prefix }: S3Store, hash: string): string {
  if (!HASH.test(hash)) throw new Error('not a content hash');
  return `${blobsPrefix(prefix)}${hash.slice('sha1:'.length)}`;
}

export function blobsPrefix(prefix: string): string {
  return `${prefix}blobs/`;
}

export function incomingPrefix(prefix: string): string {
  return `${prefix}incoming/`;
}
