import { AppError, isAppError } from '../../../domain/app-error.ts';
import type { Sso2Token } from '../../../protocol/resources.ts';
import { buildRoute } from '../../../protocol/routes.ts';
import type { Route } from '../../../protocol/routes.ts';
import { formatSso2Timestamp } from '../../../protocol/timestamp.ts';
import type { AccountRow, TokenRow } from '../../metadata/schema.ts';
import { listTokens, tokenByName } from '../../rules/accounts/tokens.ts';
import { signIn } from '../../sso/sign-in.ts';
import type { SignInResult } from '../../sso/sign-in.ts';
import { json } from '../answers.ts';
import { readObject } from '../body.ts';
import type { Answer, Call, SignedCall } from '../call.ts';

type Refusal = Extract<SignInResult, { ok: false }>['reason'];

const REFUSALS: Readonly<Record<Refusal, { status: number; code: string; message: string }>> = {
  credentials: { status: 401, code: 'INVALID_CREDENTIALS', message: "Your email/password isn't correct." },
  'otp-needed': { status: 401, code: 'TWOFACTOR_REQUIRED', message: 'This account requires 2-factor authentication.' },
  'otp-wrong': { status: 403, code: 'TWOFACTOR_FAILURE', message: 'The provided 2-factor key is not recognised.' },
  suspended: { status: 403, code: 'ACCOUNT_SUSPENDED', message: 'This account is suspended.' },
};

/** Sign-in by JSON: 201 with a new token, 200 with the one of that name (protocol §4.3). */
export async function postSso2Token(call: Call): Promise<Answer> {
  const { context, origins } = call;
  const body = await readBodyOrNull(call);
  const { fields, faults } = readFields(body);
  if (fields === null) return refuse({ status: 400, code: 'INVALID_DATA', message: 'Invalid request data' }, faults);
  const result = await signIn(context, fields);
  if (!result.ok) return refuse(REFUSALS[result.reason], {});
  const { token, isNew } = await context.metadata.write((tx) => tokenByName(tx, result.account, fields.tokenName));
  return json(representToken({ token, account: result.account, origin: origins[0] }), isNew ? 201 : 200);
}

/** Details of a token that signs for itself or another of the same account; 404 once it was revoked (protocol §4.3). */
export async function getSso2Token(call: SignedCall<Extract<Route, { name: 'sso2-token' }>>): Promise<Answer> {
  const { context, bearer, route, origins } = call;
  const tokens = await context.metadata.read((tx) => listTokens(tx, bearer.account.id));
  const token = tokens.find((each) => each.token === route.key);
  if (token === undefined) throw new AppError('not-found', 'The token does not exist.');
  return json(representToken({ token, account: bearer.account, origin: origins[0] }));
}

interface Fields {
  readonly email: string;
  readonly password: string;
  readonly tokenName: string;
  readonly otp: string | null;
}

type Faults = Readonly<Record<string, readonly string[]>>;

async function readBodyOrNull(call: Call): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await readObject(call);
  } catch (error) {
    if (isAppError(error)) return {};
    throw error;
  }
}

function readFields(body: Readonly<Record<string, unknown>>): { fields: Fields | null; faults: Faults } {
  const faults: Record<string, string[]> = {};
  const read = (name: string): string => {
    const value = body[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
    faults[name] = [value === undefined ? 'Field required' : 'This field must be a string that is not empty'];
    return '';
  };
  const required = { email: read('email'), password: read('password'), tokenName: read('token_name') };
  const otp = body['otp'] === undefined || body['otp'] === null || body['otp'] === '' ? null : read('otp');
  return Object.keys(faults).length > 0 ? { fields: null, faults } : { fields: { ...required, otp }, faults };
}

function refuse(refusal: { status: number; code: string; message: string }, extra: Faults): Answer {
  const { status, code, message } = refusal;
  return json({ code, message, extra }, status);
}

function representToken({
  token,
  account,
  origin,
}: {
  token: TokenRow;
  account: AccountRow;
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
