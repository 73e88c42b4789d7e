import { randomUUID } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { isMissing } from './errors.ts';
import { incomingPrefix } from './store.ts';
import type { S3Store } from './store.ts';

/** A store copies no more than 5 GB at a time. */
const MOST_COPIED = 4 * 2 ** 30;

/** Content that is on its way into the store, under a name of its own. */
export interface Incoming {
  readonly key: string;
  /** Sends a part; they are numbered from 1. */
  readonly send: (number: number, part: Buffer) => Promise<void>;
  /** Puts the parts together. */
  readonly finish: () => Promise<void>;
  /** Forgets it; what stays behind all the same is swept. Never rejects. */
  readonly abort: () => Promise<void>;
}

interface Part {
  readonly PartNumber: number;
  readonly ETag: string | undefined;
}

export async function startIncoming(
  store: S3Store,
  key = incomingPrefix(store.prefix) + randomUUID(),
): Promise<Incoming> {
  const { gateways, bucket } = store;
  const place = { Bucket: bucket, Key: key };
  const { UploadId } = await gateways.ask((client) => client.send(new CreateMultipartUploadCommand(place)));
  const upload = { ...place, UploadId };
  const parts: Part[] = [];
  return {
    key,
    send: async (number, part) => {
      const wish = { ...upload, PartNumber: number, Body: part };
      const { ETag } = await gateways.ask((client) => client.send(new UploadPartCommand(wish)));
      parts.push({ PartNumber: number, ETag });
    },
    finish: () => complete(store, upload, parts),
    abort: async () => {
      await gateways.ask((client) => client.send(new AbortMultipartUploadCommand(upload))).catch(() => {});
    },
  };
}

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
}

async function complete({ gateways }: S3Store, upload: Upload, parts: readonly Part[]): Promise<void> {
  const command = { ...upload, MultipartUpload: { Parts: [...parts] } };
  let tries = 0;
  try {
    await gateways.ask((client) => {
      tries += 1;
      return client.send(new CompleteMultipartUploadCommand(command));
    });
  } catch (error) {
    // The try before this one may have gone well without anybody hearing of it; whether all is there is asked by its copy.
    if (!isMissing(error) || tries === 1) throw error;
  }
}

/** Copies what came in to where it belongs, within the store. */
export async function copyIncoming(store: S3Store, from: string, to: { key: string; size: number }): Promise<void> {
  const { gateways, bucket } = store;
  const CopySource = `/${bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
  const place = { Bucket: bucket, Key: to.key };
  if (to.size <= MOST_COPIED) {
    await gateways.ask((client) => client.send(new CopyObjectCommand({ ...place, CopySource })));
    return;
  }
  const { UploadId } = await gateways.ask((client) => client.send(new CreateMultipartUploadCommand(place)));
  const parts: Part[] = [];
  for (let start = 0; start < to.size; start += MOST_COPIED) {
    const CopySourceRange = `bytes=${start}-${Math.min(to.size, start + MOST_COPIED) - 1}`;
    const wish = { ...place, UploadId, CopySource, CopySourceRange, PartNumber: parts.length + 1 };
    const { CopyPartResult } = await gateways.ask((client) => client.send(new UploadPartCopyCommand(wish)));
    parts.push({ PartNumber: wish.PartNumber, ETag: CopyPartResult?.ETag });
  }
  await complete(store, { ...place, UploadId }, parts);
}

/** What can not be removed now is swept later. */
export async function dropIncoming({ gateways, bucket }: S3Store, key: string): Promise<void> {
  await gateways.ask((client) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))).catch(() => {});
}
