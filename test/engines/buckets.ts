import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { S3_KEYS } from '../../scripts/engines/ceph.ts';
import type { S3Place } from '../../source/server/stores.ts';

const BUCKET = 'u1file-test';

/** A place of its own in the store for a test. Nothing is removed: the store goes when the tests end. */
export async function newS3Place(): Promise<S3Place> {
  const endpoints = inject('s3Endpoints');
  await makeBucket(endpoints[0] ?? '', BUCKET);
  return {
    url: `s3://${BUCKET}/${randomUUID()}`,
    endpoint: endpoints.join(','),
    region: 'default',
    credentials: S3_KEYS,
  };
}

/** Makes a bucket; one that is there already is no error. */
export async function makeBucket(endpoint: string, bucket: string): Promise<void> {
  const client = new S3Client({ endpoint, region: 'default', credentials: S3_KEYS, forcePathStyle: true });
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    // Ceph says nothing of it, Swift does.
    if (!(error instanceof Error && error.name === 'BucketAlreadyOwnedByYou')) throw error;
  } finally {
    client.destroy();
  }
}
