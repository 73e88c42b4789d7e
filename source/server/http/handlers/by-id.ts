import { isAppError } from '../../../domain/app-error.ts';
import { isNodeKey } from '../../../protocol/node-key.ts';
import type { Route } from '../../../protocol/routes.ts';
import type { AccountRow } from '../../metadata/schema.ts';
import { attachment } from '../../page/acts/download.ts';
import { readBrowser } from '../../page/browser.ts';
import { parseCookies } from '../../page/cookies.ts';
import { sessionId, visitorOf } from '../../rules/accounts/sessions.ts';
import { nodeByKey, nodeByPublicId } from '../../rules/nodes/by-id.ts';
import { authenticate } from '../authenticate.ts';
import type { Answer, Call } from '../call.ts';
import { contentAnswer } from '../content-answer.ts';
import { publicAnswer } from '../public-answer.ts';

type ByIdCall = Call<Extract<Route, { name: 'by-id' }>>;

/**
 * `/<22 characters>`: who signs asks for a node of theirs by its key, anybody else for a public link, or, in a browser
 * that is signed in to the web page, for a node of theirs (protocol §1.1).
 */
export async function getById(call: ByIdCall): Promise<Answer> {
  const { context, route, headers, query } = call;
  const isSigned =
    /^\s*oauth\s/i.test(headers.authorization ?? '') || query.some(([name]) => name === 'oauth_signature');
  if (!isSigned || !isNodeKey(route.id)) return await getInTheOpen(call);
  const { bearer } = await authenticate(call);
  return await contentAnswer(call, await context.metadata.read((tx) => nodeByKey(tx, bearer.account.id, route.id)));
}

async function getInTheOpen(call: ByIdCall): Promise<Answer> {
  const { metadata } = call.context;
  const { id } = call.route;
  try {
    return await publicAnswer(call, await metadata.read((tx) => nodeByPublicId(tx, id)));
  } catch (error) {
    const owner = isAppError(error) && error.code === 'not-found' ? await visitorsAccount(call) : null;
    if (owner === null) throw error;
    return await attachment(call, await metadata.read((tx) => nodeByKey(tx, owner.id, id)));
  }
}

/** Whose browser it is; null where nobody is signed in. */
async function visitorsAccount({ context, headers, origins }: ByIdCall): Promise<AccountRow | null> {
  if (headers.cookie === undefined) return null;
  const browser = readBrowser(parseCookies(headers.cookie), origins[0].startsWith('https:'));
  if (browser === null) return null;
  return (await context.metadata.read((tx) => visitorOf(tx, sessionId(browser))))?.account ?? null;
}
