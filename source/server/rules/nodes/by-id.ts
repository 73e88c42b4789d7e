import { AppError } from '../../../domain/app-error.ts';
import { decodeNodeKey } from '../../../protocol/node-key.ts';
import { decodePublicId } from '../../../protocol/public-id.ts';
import { bit } from '../../metadata/bit.ts';
import type { NodeRow } from '../../metadata/schema.ts';
import { first } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';

/** The owner's live node of this key; `not-found` for everybody else's too (protocol §5.4). */
export function* nodeByKey({ db }: Tx, accountId: number, key: string): Work<NodeRow> {
  const parts = decodeNodeKey(key);
  if (parts === null) throw notThere();
  const row = yield* first(
    liveNodes(db)
      .where('node.id', '=', parts.node)
      .where('volume.account_id', '=', accountId)
      .$if(parts.volume === null, (query) => query.where('volume.type', '=', 'root'))
      .$if(parts.volume !== null, (query) => query.where('volume.id', '=', parts.volume ?? '')),
  );
  if (row === null) throw notThere();
  return row;
}

/** The live published file of a public identifier, anybody's (protocol §2.6). */
export function* nodeByPublicId({ db }: Tx, id: string): Work<NodeRow> {
  const uuid = decodePublicId(id);
  const row = uuid === null ? null : yield* first(liveNodes(db).where('node.public_id', '=', uuid));
  if (row === null) throw notThere();
  return row;
}

function liveNodes(db: Tx['db']) {
  return db
    .selectFrom('node')
    .innerJoin('volume', 'volume.id', 'node.volume_id')
    .innerJoin('account', 'account.id', 'volume.account_id')
    .selectAll('node')
    .where('node.is_live', '=', bit(1))
    .where('volume.is_live', '=', bit(1))
    .where('account.disabled_at', 'is', null);
}

function notThere(): AppError {
  return new AppError('not-found', 'The node does not exist.');
}
