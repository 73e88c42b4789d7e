import { AppError } from '../../../domain/app-error.ts';
import type { Route } from '../../../protocol/routes.ts';
import { receiveContent, takeSmall } from '../../contents/receive.ts';
import { nodeByKey } from '../../rules/nodes/by-id.ts';
import { checkUpload, putContent } from '../../rules/nodes/content.ts';
import type { StoredContent, UploadWish } from '../../rules/nodes/content.ts';
import { findNode } from '../../rules/nodes/find.ts';
import { describe } from '../../rules/nodes/list.ts';
import { json } from '../answers.ts';
import type { Answer, SignedCall } from '../call.ts';
import { readConditions } from '../conditions.ts';
import { contentAnswer } from '../content-answer.ts';
import { publicBase } from '../public-base.ts';
import { representNode } from '../represent.ts';

/** Whether there is room is known with the change. */
const NO_LIMIT = { limit: Number.MAX_SAFE_INTEGER };

type ContentCall = SignedCall<Extract<Route, { name: 'content' }>>;

/** The content of a file at a path, or the part of it that is asked for (protocol §2.5). */
export async function getContent(call: ContentCall): Promise<Answer> {
  const { context, bearer, route } = call;
  const { node } = await context.metadata.read((tx) => findNode(tx, bearer.account.id, route.path));
  if (node.kind === 'directory') throw new AppError('not-a-file', 'A directory has no content.');
  return await contentAnswer(call, node);
}

/** The same, of the node with this key (protocol §1.1). */
export async function getByKey(call: SignedCall<Extract<Route, { name: 'content-by-key' }>>): Promise<Answer> {
  const { context, bearer, route } = call;
  return await contentAnswer(call, await context.metadata.read((tx) => nodeByKey(tx, bearer.account.id, route.key)));
}

/**
 * Takes content: what can be refused is refused before a byte is taken; then the bytes go to the disk under their hash,
 * and only then the row is made, or both at once where they are few. A crash in between leaves content without a row,
 * never the reverse. Where all bytes came along with the request, it is refused with the change or not at all.
 */
export async function putContentAt(call: ContentCall): Promise<Answer> {
  const { bearer, route, write, headers } = call;
  const accountId = bearer.account.id;
  const wish = { path: route.path, condition: readConditions(headers) };
  const size = headers['content-length'] === undefined ? null : Number(headers['content-length']);
  const arrived = call.arrived();
  const content =
    arrived === null ? await receive(call, { ...wish, size }) : { ...takeSmall(arrived, NO_LIMIT), startedAt: 0 };
  const { described, isNew } = await write(function* (tx) {
    const { found, isNew } = yield* putContent(tx, accountId, wish, content);
    return { described: yield* describe(tx, found), isNew };
  });
  return json(representNode(described, publicBase(call)), isNew ? 201 : 200);
}

async function receive(
  { context, bearer, body }: ContentCall,
  wish: UploadWish & { readonly size: number | null },
): Promise<StoredContent> {
  const { limit, startedAt } = await context.metadata.read((tx) => checkUpload(tx, bearer.account.id, wish));
  return { ...(await receiveContent(context.blobs, body(), { limit, mayRelease: true })), startedAt };
}
