import { AppError } from '../../domain/app-error.ts';
import { receiveContent } from '../contents/receive.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { lockAccount } from '../rules/locks.ts';
import { checkUpload, putContent } from '../rules/nodes/content.ts';
import type { UploadStart } from '../rules/nodes/content.ts';
import { walk } from '../rules/nodes/find.ts';
import { checkPath } from '../rules/names.ts';
import { quotaOf } from '../rules/quota.ts';
import type { Visit } from './page-call.ts';

export interface UploadedFile {
  /** Relative to the folder of the visit; of a folder that is uploaded it holds slashes. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Put it in the place of what is there; otherwise it gets a free name. */
  readonly replaces: boolean;
}

/** How many names are tried before giving up. */
const MOST_NAMES = 1000;

/**
 * Stores one file: content first, then its row, as for the API. Answers the name it got. Rejects with `out-of-space`,
 * `invalid-name`, `not-a-file`.
 */
export async function storeUpload(visit: Visit, { name, bytes, replaces }: UploadedFile): Promise<string> {
  const { context, account, path: folder } = visit;
  checkPath(name);
  const path = `${folder}/${name}`;
  const { limit, startedAt } = await context.metadata.read((tx) =>
    replaces ? checkUpload(tx, account.id, { path, condition: null, size: null }) : freeBytes(tx, account.id),
  );
  const content = { ...(await receiveContent(context.blobs, bytes, { limit })), startedAt };
  const stored = await context.metadata.write(function* (tx) {
    yield* lockAccount(tx, account.id);
    const free = replaces ? path : yield* freePath(tx, account.id, { path, hash: content.hash });
    yield* putContent(tx, account.id, { path: free, condition: null }, content);
    return free;
  });
  return stored.slice(folder.length + 1);
}

function* freeBytes(tx: Tx, accountId: number): Work<UploadStart> {
  const { total, used } = yield* quotaOf(tx, accountId);
  return { limit: Math.max(0, total - used), startedAt: tx.now };
}

/** The path itself where nothing is, or the same content; else `name (2).txt`, `name (3).txt` … */
function* freePath(tx: Tx, accountId: number, { path, hash }: { path: string; hash: string }): Work<string> {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  const cut = dot > slash + 1 ? dot : path.length;
  for (let number = 1; number <= MOST_NAMES; number += 1) {
    const candidate = number === 1 ? path : `${path.slice(0, cut)} (${number})${path.slice(cut)}`;
    const { node, missing } = yield* walk(tx, accountId, candidate);
    if (missing.length > 0 || node.hash === hash) return candidate;
  }
  throw new AppError('name-taken', 'There are too many files of that name.');
}
