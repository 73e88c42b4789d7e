import { AppError } from '../../../domain/app-error.ts';
import type { Sso2Token } from '../../../protocol/resources.ts';
import { buildRoute } from '../../../protocol/routes.ts';
import type { Route } from '../../../protocol/routes.ts';
import { formatSso2Timestamp } from '../../../protocol/timestamp.ts';
import type { AccountFacts, TokenRow } from '../../metadata/schema.ts';
import { bearerQuery, listTokens, revokeTokens, tokenByName } from '../../rules/accounts/tokens.ts';
import { signIn } from '../../sso/sign-in.ts';
import { json } from '../answers.ts';
import { authenticate, oauthRequest, readClaim } from '../authenticate.ts';
import type { Answer, Call, SignedCall } from '../call.ts';
import { addressOf } from '../connection.ts';
import { INVALID_DATA, refuse, REFUSALS } from './sso2-answers.ts';
import { readFields } from './sso2-fields.ts';

/** Sign-in by JSON: 201 with a new token, 200 with the one of that name (protocol §4.3). */
export async function postSso2Token(call: Call): Promise<Answer> {
  const { context, origins, request } = call;
  const { fields, faults } = await readFields(call, {
    required: ['email', 'password', 'token_name'],
    optional: ['otp'],
  });
  if (fields === null) return refuse(INVALID_DATA, faults);
  const result = await signIn(context, { ...fields, address: addressOf(request, context.settings) });
  if (!result.ok) return refuse(REFUSALS[result.reason]);
  const { token, isNew } = await context.metadata.write((tx) => tokenByName(tx, result.account, fields.token_name));
  return json(representToken({ token, account: result.account, origin: origins[0] }), isNew ? 201 : 200);
}

/** The account's tokens, without their secrets. */
export async function listSso2Tokens({ context, bearer, origins }: SignedCall): Promise<Answer> {
  const { account } = bearer;
  const tokens = await context.metadata.read((tx) => listTokens(tx, account.id));
  return json(tokens.map((token) => withoutSecret(representToken({ token, account, origin: origins[0] }))));
}

/**
 * Details of a token, signed by itself or another of the same account; 404 once it was revoked, also where it signs for
 * itself: so clients ask whether theirs is still good (protocol §4.3).
 */
export async function tokenDetails(call: Call<Extract<Route, { name: 'sso2-token' }>>): Promise<Answer> {
  const { token } = readClaim(oauthRequest(call));
  const asksForItself = token !== null && token === call.route.key;
  if (asksForItself && (await call.context.metadata.readOne((tx) => bearerQuery(tx, token, null))) === null)
    throw new AppError('not-found', 'The token does not exist.');
  return await getSso2Token(await authenticate(call));
}

async function getSso2Token(call: SignedCall<Extract<Route, { name: 'sso2-token' }>>): Promise<Answer> {
  const { context, bearer, route, origins } = call;
  const tokens = await context.metadata.read((tx) => listTokens(tx, bearer.account.id));
  const token = tokens.find((each) => each.token === route.key);
  if (token === undefined) throw new AppError('not-found', 'The token does not exist.');
  const details = representToken({ token, account: bearer.account, origin: origins[0] });
  // A token that got lost opens the account, but it shall not give away the others.
  return json(token.token === bearer.token.token ? details : withoutSecret(details));
}

/** Takes a token of the account back (protocol §4.6). */
export async function deleteSso2Token(call: SignedCall<Extract<Route, { name: 'sso2-token' }>>): Promise<Answer> {
  const { bearer, route, write } = call;
  const revoked = await write((tx) => revokeTokens(tx, bearer.account.id, route.key));
  if (revoked === 0) throw new AppError('not-found', 'The token does not exist.');
  return json(null);
}

function withoutSecret(token: Sso2Token): Sso2Token {
  return { ...token, token_secret: '' };
}

function representToken({
  token,
  account,
  origin,
}: {
  token: TokenRow;
  account: AccountFacts;
  origin: string;
}): Sso2Token {
  return {
    href: origin + buildRoute({ name: 'sso2-token', key: token.token }),
    token_key: token.token,
    token_secret: token.token_secret,
    token_name: token.name,
    consumer_key: token.consumer_key,
    consumer_secret: token.consumer_secret,
    date_created: formatSso2Timestamp(token.created_at),
    date_updated: formatSso2Timestamp(token.updated_at),
    openid: account.openid,
  };
}
