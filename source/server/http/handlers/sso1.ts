import { AppError } from '../../../domain/app-error.ts';
import { valueOf } from '../../../protocol/target.ts';
import type { Sso1Token } from '../../../protocol/resources.ts';
import { formatSso1Timestamp } from '../../../protocol/timestamp.ts';
import type { TokenRow } from '../../metadata/schema.ts';
import { tokenByName } from '../../rules/accounts/tokens.ts';
import { signIn } from '../../sso/sign-in.ts';
import { json, text } from '../answers.ts';
import type { Answer, Call, SignedCall } from '../call.ts';
import { addressOf } from '../connection.ts';

/** `?ws.op=authenticate&token_name=…` with Basic credentials; the token of that name, made when it is new (protocol §4.1). */
export async function getSso1Token({ context, headers, query, request }: Call): Promise<Answer> {
  if (valueOf(query, 'ws.op') !== 'authenticate') throw new AppError('usage', 'The operation is not known.');
  const credentials = readBasic(headers.authorization);
  if (credentials === null) return challenge();
  const result = await signIn(context, { ...credentials, otp: null, address: addressOf(request, context.settings) });
  if (!result.ok) return challenge();
  const name = valueOf(query, 'token_name') ?? '';
  if (name.trim() === '') throw new AppError('usage', 'token_name is missing.');
  const { token } = await context.metadata.write((tx) => tokenByName(tx, result.account, name));
  return json(representToken(token));
}

/** `?ws.op=me`: who the token is of. */
export async function getSso1Account({ bearer, query }: SignedCall): Promise<Answer> {
  if (valueOf(query, 'ws.op') !== 'me') throw new AppError('usage', 'The operation is not known.');
  const { account } = bearer;
  return json({
    username: account.openid,
    preferred_email: account.email,
    displayname: account.visible_name,
    unverified_emails: [],
    verified_emails: [account.email],
    openid_identifier: account.openid,
  });
}

/** Some clients send their credentials only when they were asked (protocol §1.5). */
function challenge(): Answer {
  return text('Authorization Required', 401, { 'WWW-Authenticate': 'Basic realm="Ubuntu SSO"' });
}

function readBasic(header: string | undefined): { email: string; password: string } | null {
  const match = /^\s*basic\s+([A-Za-z0-9+/_=-]+)\s*$/i.exec(header ?? '');
  if (match?.[1] === undefined) return null;
  const decoded = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? null : { email: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

function representToken(token: TokenRow): Sso1Token {
  return {
    consumer_key: token.consumer_key,
    consumer_secret: token.consumer_secret,
    token: token.token,
    token_secret: token.token_secret,
    name: token.name,
    created: formatSso1Timestamp(token.created_at),
    updated: formatSso1Timestamp(token.updated_at),
  };
}
