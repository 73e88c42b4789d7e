import type { Kysely } from 'kysely';
import { AppError } from '../../../domain/app-error.ts';
import type { ContentDigest } from '../../../protocol/content-hash.ts';
import type { ReceivedContent } from '../../contents/receive.ts';
import type { BlobRow, NodeRow, Schema } from '../../metadata/schema.ts';
import { first, run } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { lockContent } from '../locks.ts';
import { nextGeneration } from '../generations.ts';
import { checkRoom, quotaOf, takeRoom } from '../quota.ts';
import { checkCondition } from './condition.ts';
import type { UploadCondition } from './condition.ts';
import { walk } from './find.ts';
import type { Found, Walk } from './find.ts';
import { makeMissing } from './make.ts';

/** Milliseconds that the clocks of two servers may differ. */
const CLOCKS = 1000;

/** Content that waits for its row, safe on disk already where it does not come along as bytes. */
export type StoredContent = ReceivedContent & Pick<UploadStart, 'startedAt'>;

/** What is known before the first byte. */
export interface UploadStart {
  /** How many bytes fit. */
  readonly limit: number;
  /** Milliseconds since 1970, by the clock that the metadata goes by. */
  readonly startedAt: number;
}

/** Where content is to go. */
export interface UploadWish {
  /** It begins with the volume's. */
  readonly path: string;
  /** Null where it goes there whatever is there. */
  readonly condition: UploadCondition | null;
}

export interface Uploaded {
  readonly found: Found;
  /** True when the file was made by this, false when it was there. */
  readonly isNew: boolean;
}

/**
 * What can be refused before a byte is taken: no such volume, a directory where the file should be, no room. `size` is
 * null where the client does not say.
 */
export function* checkUpload(
  tx: Tx,
  accountId: number,
  upload: UploadWish & { readonly size: number | null },
): Work<UploadStart> {
  const place = yield* findPlaceFor(tx, accountId, upload);
  const isThere = place.missing.length === 0;
  const old = isThere ? (place.node.size ?? 0) : 0;
  const quota = yield* quotaOf(tx, accountId);
  if (upload.size !== null) checkRoom(quota, upload.size - old);
  // Over quota already: what is there may still shrink.
  return { limit: Math.max(old, quota.total - quota.used + old), startedAt: tx.now };
}

/** Gives a file its content, making it and the directories above it where they are missing (protocol §2.5). */
export function* putContent(tx: Tx, accountId: number, wish: UploadWish, content: StoredContent): Work<Uploaded> {
  const place = yield* findPlaceFor(tx, accountId, wish);
  const isNew = place.missing.length > 0;
  yield* rememberBlob(tx, content);
  if (!isNew) return { found: yield* setContent(tx, place, content), isNew };
  yield* takeRoom(tx, accountId, content.size);
  return { found: yield* makeMissing(tx, place, 'file', content), isNew };
}

/** Looked at before a byte is taken, and again with the change: another may have been faster. */
function* findPlaceFor(tx: Tx, accountId: number, { path, condition }: UploadWish): Work<Walk> {
  const place = yield* walk(tx, accountId, path);
  if (place.missing.length === 0 && place.node.kind === 'directory') throw notAFile();
  if (condition !== null) checkCondition(condition, place);
  return place;
}

/** Points a file at content that is stored. The same content as before is no change (protocol §2.5). */
export function* setContent(tx: Tx, file: Found, content: Pick<ContentDigest, 'hash' | 'size'>): Work<Found> {
  const { node, volume } = file;
  if (node.hash === content.hash) return { volume, node, path: file.path };
  yield* takeRoom(tx, volume.account_id, content.size - (node.size ?? 0));
  const generation = yield* nextGeneration(tx, volume.id);
  const change = { hash: content.hash, size: content.size, generation, changed_at: tx.now };
  yield* run(tx.fill(newContent, node.id, change));
  return { ...file, node: { ...node, ...change } };
}

/**
 * Notes that content is there, and keeps its bytes where they come along: damaged ones are mended so. When the sweep took
 * the same content away from the blobs after this upload stored it, the bytes may be gone: `busy`, so that the client
 * sends them again.
 */
function* rememberBlob(tx: Tx, content: StoredContent): Work<void> {
  const { db, fill, now } = tx;
  const { hash, magicHash, size, bytes, startedAt } = content;
  const row = { hash, magic_hash: magicHash, size, created_at: now, gone_at: null, content: bytes };
  // Who is the first to name it waits for nobody: a sweep that has its eye on it finds the name taken.
  if ((yield* run(fill(newBlob, row))) > 0) return;
  yield* lockContent(tx, hash);
  const there = yield* first(fill(blobState, hash));
  if (there === null) {
    yield* run(fill(newBlob, row));
    return;
  }
  if (bytes === null && there.gone_at !== null && there.gone_at >= startedAt - CLOCKS)
    throw new AppError('busy', 'The server is busy, try again later.', { retryAfter: 1 });
  if (there.gone_at === null && (bytes === null || isSame(bytes, there.content))) return;
  const change = { gone_at: null, magic_hash: magicHash, size, content: bytes };
  yield* run(db.updateTable('blob').set(change).where('hash', '=', hash));
}

function isSame(bytes: Uint8Array, stored: Uint8Array | null): boolean {
  return stored !== null && Buffer.compare(bytes, stored) === 0;
}

function notAFile(): AppError {
  return new AppError('not-a-file', 'Node already exists but is not a File.');
}

function newContent(
  db: Kysely<Schema>,
  id: string,
  change: Pick<NodeRow, 'hash' | 'size' | 'generation' | 'changed_at'>,
) {
  return db.updateTable('node').set(change).where('id', '=', id);
}

function blobState(db: Kysely<Schema>, hash: string) {
  return db.selectFrom('blob').select(['gone_at', 'content']).where('hash', '=', hash);
}

function newBlob(db: Kysely<Schema>, row: BlobRow) {
  return db
    .insertInto('blob')
    .values(row)
    .onConflict((conflict) => conflict.doNothing());
}
