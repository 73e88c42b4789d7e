import type { Route, RouteName } from '../../protocol/routes.ts';
import { getAccount, getQuota, getTime, getUser } from './handlers/account.ts';
import { getByKey, getContent, putContentAt } from './handlers/content.ts';
import { deleteNode, getNodeAt, getPublicFiles, putNodeAt } from './handlers/nodes.ts';
import { askConsent, takeConsent } from './handlers/authorize.ts';
import { accessToken, requestToken } from './handlers/oauth.ts';
import { getSso2Account, postSso2Account, postSso2Password } from './handlers/sso2-accounts.ts';
import { ping } from './handlers/ping.ts';
import { deleteVolume, getVolume, getVolumes, noVolume, putVolume } from './handlers/volumes.ts';
import { getSso1Account, getSso1Token } from './handlers/sso1.ts';
import { deleteSso2Token, listSso2Tokens, postSso2Token, tokenDetails } from './handlers/sso2.ts';
import { getById } from './handlers/by-id.ts';
import type { Answer, Call } from './call.ts';
import { signed } from './signed.ts';

export type Handler<R extends Route> = (call: Call<R>) => Promise<Answer>;
type Verb = 'GET' | 'PUT' | 'POST' | 'DELETE';
type Handlers = {
  readonly [N in RouteName]: Readonly<Partial<Record<Verb, Handler<Extract<Route, { name: N }>>>>>;
};

/** Which verbs each address knows. HEAD goes where GET goes; anything else is answered 405. */
export const handlers: Handlers = {
  user: { GET: signed(getUser) },
  volumes: { GET: signed(getVolumes) },
  volume: { GET: signed(getVolume), PUT: signed(putVolume), DELETE: signed(deleteVolume) },
  'no-volume': { GET: signed(noVolume), PUT: signed(noVolume), DELETE: signed(noVolume) },
  'public-files': { GET: signed(getPublicFiles) },
  content: { GET: signed(getContent), PUT: signed(putContentAt) },
  node: { GET: signed(getNodeAt), PUT: signed(putNodeAt), DELETE: signed(deleteNode) },
  'content-by-key': { GET: signed(getByKey) },
  account: { GET: signed(getAccount) },
  quota: { GET: signed(getQuota) },
  time: { GET: getTime },
  // Thunderbird's add-on posts (protocol §4.2).
  'oauth-ping': { GET: signed(ping), POST: signed(ping) },
  'oauth-ping-email': { GET: signed(ping), POST: signed(ping) },
  'sso1-authentications': { GET: getSso1Token },
  'sso1-accounts': { GET: signed(getSso1Account) },
  'sso2-tokens': { GET: signed(listSso2Tokens), POST: postSso2Token },
  'oauth-request': { GET: requestToken, POST: requestToken },
  'oauth-authorize': { GET: askConsent, POST: takeConsent },
  'oauth-access': { GET: accessToken, POST: accessToken },
  'sso2-accounts': { POST: postSso2Account },
  'sso2-account': { GET: signed(getSso2Account) },
  'sso2-password': { POST: postSso2Password },
  'sso2-token': { GET: tokenDetails, DELETE: signed(deleteSso2Token) },
  'by-id': { GET: getById },
};
