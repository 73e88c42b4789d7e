import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { parseS3Address } from '../../source/server/blobs/s3/address.ts';
import type { S3Place } from '../../source/server/stores.ts';
import type { StoredContents } from '../server/stored-contents.ts';

/** The same of an S3 store, by requests of its own. */
export function contentsOnS3({ url, endpoint, region, credentials }: S3Place): StoredContents {
  const { bucket: Bucket, prefix, endpoints } = parseS3Address(url, endpoint, region);
  const client = new S3Client({
    endpoint: endpoints[0] ?? '',
    region,
    forcePathStyle: true,
    ...(credentials === undefined ? {} : { credentials }),
  });
  const place = (hash: string) => ({ Bucket, Key: `${prefix}blobs/${hash.slice('sha1:'.length)}` });
  const incoming = { Bucket, Prefix: `${prefix}incoming/` };
  return {
    overwrite: async (hash, Body) => void (await client.send(new PutObjectCommand({ ...place(hash), Body }))),
    remove: async (hash) => void (await client.send(new DeleteObjectCommand(place(hash)))),
    unfinished: async () => {
      const uploads = await client.send(new ListMultipartUploadsCommand(incoming));
      const wholes = await client.send(new ListObjectsV2Command(incoming));
      return (uploads.Uploads ?? []).length + (wholes.Contents ?? []).length;
    },
    leaveUnfinished: async () => {
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key: `${prefix}incoming/left` }));
    },
    close: () => client.destroy(),
  };
}
