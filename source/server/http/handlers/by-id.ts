import { isNodeKey } from '../../../protocol/node-key.ts';
import type { Route } from '../../../protocol/routes.ts';
import { nodeByKey, nodeByPublicId } from '../../rules/nodes/by-id.ts';
import { authenticate } from '../authenticate.ts';
import type { Answer, Call } from '../call.ts';
import { contentAnswer } from '../content-answer.ts';
import { publicAnswer } from '../public-answer.ts';

/** `/<22 characters>`: who signs asks for a node of theirs by its key, anybody else for a public link (protocol §1.1). */
export async function getById(call: Call<Extract<Route, { name: 'by-id' }>>): Promise<Answer> {
  const { context, route, headers, query } = call;
  const isSigned =
    /^\s*oauth\s/i.test(headers.authorization ?? '') || query.some(([name]) => name === 'oauth_signature');
  if (!isSigned || !isNodeKey(route.id))
    return await publicAnswer(call, await context.metadata.read((tx) => nodeByPublicId(tx, route.id)));
  const { bearer } = await authenticate(call);
  return await contentAnswer(call, await context.metadata.read((tx) => nodeByKey(tx, bearer.account.id, route.id)));
}
