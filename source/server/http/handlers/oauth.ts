import { AppError } from '../../../domain/app-error.ts';
import { verifyOAuth } from '../../../protocol/oauth-verify.ts';
import type { OAuthClaim } from '../../../protocol/oauth-verify.ts';
import { encodePairs, valueOf } from '../../../protocol/target.ts';
import {
  findRequestToken,
  makeRequestToken,
  redeemRequestToken,
  WEB_CONSUMER,
} from '../../rules/accounts/request-tokens.ts';
import type { RequestTokenRow } from '../../rules/accounts/request-tokens.ts';
import { form } from '../answers.ts';
import { checkTimestamp, checkTransport, oauthRequest, readClaim } from '../authenticate.ts';
import type { Answer, Call } from '../call.ts';

/** The first step of the web flow: an application asks for a token that a person may grant (protocol §4.5). */
export async function requestToken(call: Call): Promise<Answer> {
  const { context, query } = call;
  const claim = checkWebClaim(call, '');
  const callback = claim.callback ?? valueOf(query, 'oauth_callback') ?? 'oob';
  checkCallback(callback);
  const token = await context.metadata.write((tx) => makeRequestToken(tx, callback));
  return tokenAnswer(token, [['oauth_callback_confirmed', 'true']]);
}

/** The last step: the application changes what was granted for a token that opens the account. */
export async function accessToken(call: Call): Promise<Answer> {
  const { metadata } = call.context;
  const { token: text } = readClaim(oauthRequest(call));
  const token = text === null ? null : await metadata.read((tx) => findRequestToken(tx, text));
  if (token === null) throw refuse('The request token is not valid.');
  const claim = checkWebClaim(call, token.token_secret);
  const verifier = claim.verifier ?? valueOf(call.query, 'oauth_verifier');
  if (token.verifier === null || verifier !== token.verifier) throw refuse('The request token was not granted.');
  const access = await metadata.write((tx) => redeemRequestToken(tx, token));
  if (access === null) throw refuse('The account is disabled.');
  return tokenAnswer(access, []);
}

function tokenAnswer(
  { token, token_secret }: Pick<RequestTokenRow, 'token' | 'token_secret'>,
  more: readonly (readonly [string, string])[],
): Answer {
  return form(encodePairs([['oauth_token', token], ['oauth_token_secret', token_secret], ...more]));
}

function checkWebClaim(call: Call, tokenSecret: string): OAuthClaim {
  const request = oauthRequest(call);
  const claim = readClaim(request);
  checkTransport(call, claim);
  checkTimestamp(call, claim);
  const secrets = { consumerSecret: WEB_CONSUMER.secret, tokenSecret };
  if (claim.consumerKey !== WEB_CONSUMER.key) throw refuse('The consumer is not known.');
  if (verifyOAuth({ request, claim, secrets, origins: call.origins }) === null)
    throw new AppError('sign-in', 'The signature does not fit.', { status: 403 });
  return claim;
}

/** An address that a browser may be sent to; never one that runs as code. */
function checkCallback(callback: string): void {
  if (callback === 'oob') return;
  const scheme = URL.parse(callback)?.protocol ?? '';
  if (scheme === '' || ['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'].includes(scheme))
    throw new AppError('usage', 'oauth_callback is no address.');
}

function refuse(message: string): AppError {
  return new AppError('sign-in', message);
}
