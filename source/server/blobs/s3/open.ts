import { DeleteObjectCommand, HeadBucketCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { AppError, isAppError } from '../../../domain/app-error.ts';
import type { Blobs } from '../blobs.ts';
import { parseS3Address } from './address.ts';
import type { S3Address } from './address.ts';
import { isMissing } from './errors.ts';
import { createGateways } from './gateways.ts';
import { listS3, removeUnfinishedOnS3 } from './list.ts';
import { readFromS3, verifyOnS3 } from './read.ts';
import { receiveOnS3 } from './receive.ts';
import { blobKey } from './store.ts';
import type { S3Store } from './store.ts';

export { parseS3Address };

/** No content has this hash. */
const NOTHING = `sha1:${'0'.repeat(40)}`;

/**
 * Content in a bucket of an S3 store. Rejects with `usage` when the bucket is not there or not ours, with `busy` when no
 * gateway answers.
 */
export async function openS3Blobs(address: S3Address): Promise<Blobs> {
  const gateways = createGateways(address);
  const store: S3Store = { gateways, bucket: address.bucket, prefix: address.prefix };
  try {
    await checkBucket(store);
  } catch (error) {
    gateways.close();
    throw error;
  }
  return {
    receive: (source, options) => receiveOnS3(store, source, options),
    read: async (hash, range) => {
      if (range === undefined || range.end >= range.start) return await readFromS3(store, hash, range ?? null);
      if ((await sizeOnS3(store, hash)) === null) throw new Error(`the content ${hash} can not be opened`);
      return Buffer.alloc(0);
    },
    verify: (hash) => verifyOnS3(store, hash),
    list: () => listS3(store),
    sizeOf: (hash) => sizeOnS3(store, hash),
    removeUnfinished: (before) => removeUnfinishedOnS3(store, before),
    remove: async (hash) => {
      const wish = { Bucket: store.bucket, Key: blobKey(store, hash) };
      await gateways.ask((client) => client.send(new DeleteObjectCommand(wish)));
    },
    probe: async () => void (await sizeOnS3(store, NOTHING)),
    close: async () => gateways.close(),
  };
}

async function checkBucket({ gateways, bucket }: S3Store): Promise<void> {
  try {
    await gateways.ask((client) => client.send(new HeadBucketCommand({ Bucket: bucket })));
  } catch (error) {
    if (isAppError(error)) throw error;
    const words = isMissing(error) ? 'is not there' : 'can not be used';
    throw new AppError('usage', `The bucket ${bucket} ${words}.`, {
      cause: error,
      hint: isMissing(error) ? 'Make it first' : 'Are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY right?',
    });
  }
}

async function sizeOnS3({ gateways, ...store }: S3Store, hash: string): Promise<number | null> {
  const wish = { Bucket: store.bucket, Key: blobKey({ gateways, ...store }, hash) };
  try {
    const { ContentLength } = await gateways.ask((client) => client.send(new HeadObjectCommand(wish)));
    return ContentLength ?? null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
