import { AppError } from '../../../domain/app-error.ts';

/** Where contents lie in an S3 store. */
export interface S3Address {
  readonly bucket: string;
  /** What all keys begin with, a slash at its end; empty for none. */
  readonly prefix: string;
  /** Gateways to the same store, each as good as the others. */
  readonly endpoints: readonly string[];
  readonly region: string;
  /** Taken from the environment where absent, as Amazon's own programs do. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** `s3://bucket` or `s3://bucket/below/here`, with `http://host:port[,…]`; rejects with `usage` what is neither. */
export function parseS3Address(url: string, endpoints: string, region: string): S3Address {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(url);
  if (match?.[1] === undefined)
    throw new AppError('usage', `${url} is no place in an S3 store`, { hint: 'For example s3://bucket' });
  const below = (match[2] ?? '').replace(/\/+$/, '');
  const gateways = endpoints.split(',').map((each) => each.trim().replace(/\/+$/, ''));
  for (const gateway of gateways)
    if (!/^https?:\/\/[^/]+$/.test(gateway) || !URL.canParse(gateway))
      throw new AppError('usage', `${gateway} is no address of an S3 gateway`, {
        hint: 'For example http://10.0.0.1:7480,http://10.0.0.2:7480',
      });
  return { bucket: match[1], prefix: below === '' ? '' : `${below}/`, endpoints: gateways, region };
}
