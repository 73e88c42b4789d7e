import { Option } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import type { StoreAddress } from '../../server/stores.ts';

/** Where data is, as flags say it. */
export interface PlaceOptions {
  readonly data?: string;
  readonly metadata?: string;
  readonly blobs?: string;
  readonly s3Endpoint?: string;
  readonly s3Region?: string;
}

interface PlaceOption {
  readonly flags: string;
  readonly description: string;
  readonly fallback?: string;
}

/** The flags for what is not in the folder of `--data`. */
export const PLACE_OPTIONS: readonly PlaceOption[] = [
  {
    flags: '--metadata <url>',
    description: 'keep metadata in PostgreSQL: postgres://user:password@host[,host]/database',
  },
  { flags: '--blobs <url>', description: 'keep contents in an S3 store: s3://bucket[/prefix]' },
  { flags: '--s3-endpoint <urls>', description: 'the gateways of that store, separated by commas' },
  { flags: '--s3-region <region>', description: 'the region of that store', fallback: 'default' },
];

/** One of them, with its variable of the environment, where a password is out of sight of other users. */
export function placeOption({ flags, description, fallback }: PlaceOption): Option {
  const option = new Option(flags, description);
  option.env(`U1FILE_${option.attributeName().replace(/[A-Z]/g, '_$&').toUpperCase()}`);
  return fallback === undefined ? option : option.default(fallback);
}

/** Rejects with `usage` where no place is named for a part of the data. */
export function toStoreAddress({
  data,
  metadata,
  blobs,
  s3Endpoint,
  s3Region = 'default',
}: PlaceOptions): StoreAddress {
  if (data === undefined && (metadata === undefined || blobs === undefined))
    throw new AppError('usage', '--data is missing', {
      hint: 'name a folder to keep it all in, or both --metadata and --blobs',
    });
  if (blobs !== undefined && s3Endpoint === undefined)
    throw new AppError('usage', '--s3-endpoint is missing', { hint: 'for example http://10.0.0.1:7480' });
  const place = blobs === undefined ? undefined : { url: blobs, endpoint: s3Endpoint ?? '', region: s3Region };
  return { dataDir: data, metadata, blobs: place };
}
