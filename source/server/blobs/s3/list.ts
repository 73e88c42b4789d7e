import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import type { ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput } from '@aws-sdk/client-s3';
import type { BlobEntry } from '../blobs.ts';
import { blobsPrefix, incomingPrefix } from './store.ts';
import type { S3Store } from './store.ts';

/** Every object that is named as a hash. */
export async function* listS3(store: S3Store): AsyncGenerator<BlobEntry> {
  for await (const { name, size, storedAt } of objects(store, blobsPrefix(store.prefix)))
    if (/^[0-9a-f]{40}$/.test(name)) yield { hash: `sha1:${name}`, size, storedAt };
}

/** Removes uploads that began before this time: parts that were never put together, and what was put together in vain. */
export async function removeUnfinishedOnS3(store: S3Store, before: number): Promise<number> {
  const { gateways, bucket, prefix } = store;
  let removed = 0;
  for await (const upload of uploads(store)) {
    if (upload.startedAt >= before) continue;
    const wish = { Bucket: bucket, Key: upload.key, UploadId: upload.id };
    await gateways.ask((client) => client.send(new AbortMultipartUploadCommand(wish)));
    removed += 1;
  }
  for await (const { name, storedAt } of objects(store, incomingPrefix(prefix))) {
    if (storedAt >= before) continue;
    const wish = { Bucket: bucket, Key: incomingPrefix(prefix) + name };
    await gateways.ask((client) => client.send(new DeleteObjectCommand(wish)));
    removed += 1;
  }
  return removed;
}

interface Listed {
  /** Without the prefix. */
  readonly name: string;
  readonly size: number;
  readonly storedAt: number;
}

async function* objects({ gateways, bucket }: S3Store, prefix: string): AsyncGenerator<Listed> {
  for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
    const wish = { Bucket: bucket, Prefix: prefix, ...(token === undefined ? {} : { ContinuationToken: token }) };
    const page = await gateways.ask((client) => client.send(new ListObjectsV2Command(wish)));
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? [])
      yield { name: Key.slice(prefix.length), size: Size, storedAt: LastModified?.getTime() ?? Date.now() };
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  }
}

interface ListedUpload {
  readonly key: string;
  readonly id: string;
  readonly startedAt: number;
}

async function* uploads({ gateways, bucket, prefix }: S3Store): AsyncGenerator<ListedUpload> {
  let next: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
  while (next !== null) {
    const wish: ListMultipartUploadsCommandInput = { Bucket: bucket, Prefix: prefix, ...next };
    const page: ListMultipartUploadsCommandOutput = await gateways.ask((client) =>
      client.send(new ListMultipartUploadsCommand(wish)),
    );
    for (const { Key: key = '', UploadId: id = '', Initiated } of page.Uploads ?? [])
      yield { key, id, startedAt: Initiated?.getTime() ?? Date.now() };
    const { NextKeyMarker: KeyMarker = '', NextUploadIdMarker: UploadIdMarker = '' } = page;
    next = page.IsTruncated === true ? { KeyMarker, UploadIdMarker } : null;
  }
}
