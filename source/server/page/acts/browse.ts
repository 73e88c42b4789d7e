import { valueOf } from '../../../protocol/target.ts';
import type { Answer } from '../../http/call.ts';
import { publicBase } from '../../http/public-base.ts';
import { getNode, listChildren } from '../../rules/nodes/list.ts';
import { quotaOf } from '../../rules/quota.ts';
import { folderAround, placeAddress } from '../addresses.ts';
import { NO_NOTICE } from '../notice.ts';
import { goTo, pageAnswer } from '../page-answer.ts';
import type { PageCall, Visit } from '../page-call.ts';
import { folderView } from '../views/folder.ts';
import type { RowContext } from '../views/place-row.ts';

/** So many rows are shown at once. */
const MOST_ROWS = 1000;

/** Shows a folder. The address of a file leads to its row in the folder around it. */
export async function browse(visit: Visit): Promise<Answer> {
  const { context, account, path, query } = visit;
  const after = valueOf(query, 'after');
  const { folder, children, quota } = await context.metadata.read(function* (tx) {
    const folder = yield* getNode(tx, account.id, path);
    const children =
      folder.node.kind === 'directory' ? yield* listChildren(tx, folder, { after, limit: MOST_ROWS }) : null;
    return { folder, children, quota: yield* quotaOf(tx, account.id) };
  });
  if (children === null) {
    const around = folderAround(folder.volume.path, folder.path);
    return goTo(unfoldedAddress(around, folder.node.id));
  }
  forgetNotice(visit);
  const row = rowContext(visit);
  return pageAnswer(folderView({ visit, folder, children, isFirst: after === null, quota, row }));
}

/** A folder's page with the details of one of its nodes unfolded. */
export function unfoldedAddress(folder: string, nodeId: string): string {
  // No fragment: with one, browsers do not give the notice the focus.
  return `${placeAddress(folder)}?more=${nodeId}`;
}

/** What rows need to know besides the file or folder. */
export function rowContext(visit: Visit): RowContext {
  return { visit, publicBase: publicBase(visit), unfolded: valueOf(visit.query, 'more') };
}

/** A notice is shown once. */
export function forgetNotice({ notice, setCookie }: PageCall): void {
  if (notice !== null) setCookie(NO_NOTICE);
}
