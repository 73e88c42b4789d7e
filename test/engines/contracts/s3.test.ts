import { onTestFinished } from 'vitest';
import { openS3Blobs, parseS3Address } from '../../../source/server/blobs/s3/open.ts';
import { describeBlobs } from '../../server/contracts/blobs.ts';
import { newS3Place } from '../buckets.ts';

describeBlobs('s3', async () => {
  const { url, endpoint, region, credentials } = await newS3Place();
  const blobs = await openS3Blobs({ ...parseS3Address(url, endpoint, region), credentials });
  onTestFinished(() => blobs.close());
  return blobs;
});
