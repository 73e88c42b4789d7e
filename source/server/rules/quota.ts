import { AppError } from '../../domain/app-error.ts';
import { first, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';

/** Bytes an account has and uses. */
export interface Quota {
  readonly total: number;
  readonly used: number;
}

export function* quotaOf({ db }: Tx, accountId: number): Work<Quota> {
  const row = yield* first(
    db.selectFrom('account').select(['max_bytes as total', 'used_bytes as used']).where('id', '=', accountId),
  );
  return row ?? { total: 0, used: 0 };
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
  const taken = yield* run(
    tx.db
      .updateTable('account')
      .set((e) => ({ used_bytes: e('used_bytes', '+', more) }))
      .where('id', '=', accountId)
      .$if(more > 0, (query) => query.where((e) => e('used_bytes', '<=', e('max_bytes', '-', more)))),
  );
  if (taken === 0) checkRoom(yield* quotaOf(tx, accountId), more);
}
