import { timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../domain/app-error.ts';
import type { BlobRow } from '../../metadata/schema.ts';
import { first } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import { lockContent } from '../locks.ts';

export interface Claim {
  readonly hash: string;
  /** Null when the client gave none: then only what it owns already will do. */
  readonly magicHash: string | null;
}

export type Reusable = Pick<BlobRow, 'hash' | 'magic_hash' | 'size'>;

/**
 * Stored content that the account may use without sending it: its magic hash proves that the client has the bytes, or a
 * file of the account, live or dead, holds it (protocol §2.4).
 */
export function* reusableBlob(tx: Tx, accountId: number, { hash, magicHash }: Claim): Work<Reusable> {
  const { db } = tx;
  yield* lockContent(tx, hash);
  const blob = yield* first(
    db.selectFrom('blob').select(['hash', 'magic_hash', 'size']).where('hash', '=', hash).where('gone_at', 'is', null),
  );
  // Asked in any case: how long a refusal takes tells nobody whether others have the content.
  const isOwn = yield* owns(db, accountId, hash);
  if (blob !== null && (isOwn || isSame(blob.magic_hash, magicHash ?? ''))) return blob;
  throw new AppError('permission-denied', 'The content could not be reused.');
}

function isSame(known: string, given: string): boolean {
  const [right, claimed] = [Buffer.from(known), Buffer.from(given)];
  return right.byteLength === claimed.byteLength && timingSafeEqual(right, claimed);
}

function* owns(db: Tx['db'], accountId: number, hash: string): Work<boolean> {
  const node = yield* first(
    db
      .selectFrom('node')
      .innerJoin('volume', 'volume.id', 'node.volume_id')
      .select('node.id')
      .where('node.hash', '=', hash)
      .where('volume.account_id', '=', accountId)
      .limit(1),
  );
  return node !== null;
}
