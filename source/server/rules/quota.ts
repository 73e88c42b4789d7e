import type { Kysely } from 'kysely';
import { AppError } from '../../domain/app-error.ts';
import type { Schema } from '../metadata/schema.ts';
import { first, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';

/** Bytes an account has and uses. */
export interface Quota {
  readonly total: number;
  readonly used: number;
}

export function* quotaOf({ fill }: Tx, accountId: number): Work<Quota> {
  return (yield* first(fill(quotaById, accountId))) ?? { total: 0, used: 0 };
}

/**
 * Rejects with `out-of-space` when so many more bytes do not fit. Shrinking is always allowed, even when over quota
 * (protocol §5.5).
 */
export function checkRoom({ total, used }: Quota, more: number): void {
  const free = Math.max(0, total - used);
  if (more <= 0 || more <= free) return;
  throw new AppError('out-of-space', `Upload will exceed quota (needed size ${more}, free bytes ${free}).`);
}

/** Takes so many bytes of the account's room (or gives back, when negative); rejects as `checkRoom` does. */
export function* takeRoom(tx: Tx, accountId: number, more: number): Work<void> {
  if (more === 0) return;
  const taken = yield* run(more > 0 ? tx.fill(take, accountId, more) : tx.fill(giveBack, accountId, more));
  if (taken === 0) checkRoom(yield* quotaOf(tx, accountId), more);
}

function quotaById(db: Kysely<Schema>, accountId: number) {
  return db.selectFrom('account').select(['max_bytes as total', 'used_bytes as used']).where('id', '=', accountId);
}

function giveBack(db: Kysely<Schema>, accountId: number, bytes: number) {
  return db
    .updateTable('account')
    .set((e) => ({ used_bytes: e('used_bytes', '+', bytes) }))
    .where('id', '=', accountId);
}

function take(db: Kysely<Schema>, accountId: number, bytes: number) {
  return giveBack(db, accountId, bytes).where((e) => e('used_bytes', '<=', e('max_bytes', '-', bytes)));
}
