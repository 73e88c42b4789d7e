import type { ExpressionBuilder } from 'kysely';
import { bit } from '../metadata/bit.ts';
import type { Schema } from '../metadata/schema.ts';
import { all, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { lockContent } from './locks.ts';

/** Forgets nodes that were deleted before this time, and what was in volumes deleted before it; answers how many. */
export function* purgeNodes({ db }: Tx, before: number): Work<number> {
  const deadVolumes = db.selectFrom('volume').select('id').where('is_live', '=', bit(0)).where('died_at', '<', before);
  const nodes = yield* run(
    db
      .deleteFrom('node')
      .where((e) =>
        e.or([e.and([e('is_live', '=', bit(0)), e('died_at', '<', before)]), e('volume_id', 'in', deadVolumes)]),
      ),
  );
  yield* run(db.deleteFrom('volume').where('is_live', '=', bit(0)).where('died_at', '<', before));
  return nodes;
}

/** Contents among the blobs that no node holds, live or dead, stored before this time. */
export function* unusedBlobs({ db }: Tx, before: number): Work<string[]> {
  const rows = yield* all(
    db
      .selectFrom('blob')
      .select('hash')
      .where('content', 'is', null)
      .where('gone_at', 'is', null)
      .where('created_at', '<', before)
      .where(isUnused),
  );
  return rows.map(({ hash }) => hash);
}

/** Such contents that are kept in their rows; so many at most. */
export function* unusedInline({ db }: Tx, before: number, most: number): Work<string[]> {
  const rows = yield* all(
    db
      .selectFrom('blob')
      .select('hash')
      .where('content', 'is not', null)
      .where('created_at', '<', before)
      .where(isUnused)
      .limit(most),
  );
  return rows.map(({ hash }) => hash);
}

/** Forgets contents that are kept in their rows, but for those that somebody needs by now; answers how many. */
export function* forgetInline(tx: Tx, hashes: readonly string[]): Work<number> {
  let forgotten = 0;
  for (const hash of hashes) {
    yield* lockContent(tx, hash);
    const unused = tx.db.deleteFrom('blob').where('hash', '=', hash).where('content', 'is not', null).where(isUnused);
    forgotten += yield* run(unused);
  }
  return forgotten;
}

function isUnused(e: ExpressionBuilder<Schema, 'blob'>) {
  return e.not(e.exists(e.selectFrom('node').select('node.id').whereRef('node.hash', '=', 'blob.hash')));
}

/** Forgets content that was taken away before this time: no upload of then is still under way. */
export function* purgeTombstones({ db }: Tx, before: number): Work<number> {
  return yield* run(db.deleteFrom('blob').where('gone_at', '<', before));
}

/** Forgets requests and internal errors from before these times. */
export function* forgetOld({ db }: Tx, before: { requests: number; oopses: number }): Work<void> {
  yield* run(db.deleteFrom('replay').where('seen_at', '<', before.requests));
  yield* run(db.deleteFrom('oops').where('at', '<', before.oopses));
}
