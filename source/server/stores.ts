import { AppError } from '../domain/app-error.ts';
import type { Blobs } from './blobs/blobs.ts';
import { openNearBlobs, openNearMetadata } from './data-directory.ts';
import type { Stores } from './data-directory.ts';
import { refuseUnfinished } from './metadata/marks.ts';
import type { Metadata } from './metadata/metadata.ts';

/** Contents in an S3 store. */
export interface S3Place {
  /** `s3://bucket`, perhaps with a prefix. */
  readonly url: string;
  /** `http://host:port` of its gateways, separated by commas. */
  readonly endpoint: string;
  readonly region: string;
  /** Those of the environment where absent. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Where everything is kept: in a folder, but for what has a place of its own. */
export interface StoreAddress {
  readonly dataDir?: string | undefined;
  /** `postgres://…` */
  readonly metadata?: string | undefined;
  readonly blobs?: S3Place | undefined;
}

export interface OpenOptions {
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** Milliseconds that a statement of PostgreSQL may take. */
  readonly patience?: number | undefined;
  /** Data that is only partly here is opened too, which a move alone may do. */
  readonly isTarget?: boolean;
}

/**
 * Opens both stores. What is far away is loaded, driver and all, only where it is used. Rejects with `busy` where a move
 * has not brought all of the data here yet.
 */
export async function openStores(address: StoreAddress, options: OpenOptions = {}): Promise<Stores> {
  // What makes no sense is refused before anything is made.
  const openBlobs = await prepareBlobs(address);
  const metadata = await openMetadata(address, options);
  try {
    if (options.isTarget !== true) await refuseUnfinished(metadata);
    const blobs = await openBlobs();
    return { metadata, blobs, close: async () => void (await Promise.all([metadata.close(), blobs.close()])) };
  } catch (error) {
    await metadata.close();
    throw error;
  }
}

async function openMetadata({ metadata: url, dataDir }: StoreAddress, options: OpenOptions): Promise<Metadata> {
  if (url === undefined)
    return await openNearMetadata(needFolder(dataDir), options.now === undefined ? {} : { now: options.now });
  const { openPostgres } = await import('./metadata/postgres/open.ts');
  return await openPostgres({ url, ...options });
}

async function prepareBlobs({ blobs: place, dataDir }: StoreAddress): Promise<() => Promise<Blobs>> {
  if (place === undefined) return async () => await openNearBlobs(needFolder(dataDir));
  const { openS3Blobs, parseS3Address } = await import('./blobs/s3/open.ts');
  const { url, endpoint, region, credentials } = place;
  const parsed = parseS3Address(url, endpoint, region);
  return async () => await openS3Blobs({ ...parsed, credentials });
}

function needFolder(dataDir: string | undefined): string {
  if (dataDir !== undefined) return dataDir;
  throw new AppError('usage', 'There is no place for all of the data.', {
    hint: 'Name a data folder, or places for both metadata and blobs',
  });
}
