import { AppError, isAppError } from '../domain/app-error.ts';
import type { ErrorReason } from '../domain/app-error.ts';
import type { Credentials } from '../protocol/credentials.ts';
import { decodeSso1Token, decodeSso2Token } from '../protocol/resources.ts';
import { buildRoute } from '../protocol/routes.ts';
import type { FailedAnswer } from '../protocol/wire-error.ts';
import { accountId } from './accounts.ts';
import type { Account } from './accounts.ts';
import { basesOf, normalizeServer } from './http/bases.ts';
import type { ServerBases } from './http/bases.ts';
import type { WireRequest } from './http/wire-request.ts';
import { withHttpClient } from './http-client.ts';
import type { HttpClientOptions } from './http-client.ts';
import type { HttpClient } from './http/client.ts';

export interface SignIn {
  /** As a person types it. */
  readonly server: string;
  /** Where the three roots are not where the server says they are. */
  readonly bases?: ServerBases | undefined;
  readonly email: string;
  /** Sent once, never kept. */
  readonly password: string;
  readonly oneTimeCode?: string | undefined;
  /** This machine's name, shown in the account's list of devices. */
  readonly hostName: string;
  readonly signal?: AbortSignal | undefined;
  /** For the clients made here: socket, time-outs, observer. */
  readonly http?: Omit<HttpClientOptions, 'bases' | 'credentials'> | undefined;
}

/**
 * Signs in and answers the account, ready to be kept: SSO v2 first, v1 where the server has no v2 (protocol §4.1, §4.3),
 * then tells the cloud of the token (§4.2).
 * @throws AppError `sign-in` with the reason `wrong-password`, `one-time-code-needed` or `one-time-code-wrong`
 */
export async function signIn(wish: SignIn): Promise<Account> {
  const server = normalizeServer(wish.server);
  const bases = wish.bases ?? basesOf(server);
  const credentials = await withHttpClient({ ...wish.http, bases, credentials: null }, async (client) => {
    try {
      return await askVersion2(client, wish);
    } catch (error) {
      if (!isAppError(error) || !isNoVersion2(error)) throw error;
      return askVersion1(client, wish);
    }
  });
  await withHttpClient({ ...wish.http, bases, credentials }, async (client) => tellCloud(client, wish));
  return { id: accountId(wish.email, server), email: wish.email, server, bases, credentials };
}

/** `Ubuntu One @ HOST`: without that beginning a token is of no use to the cloud (protocol §4.1). */
export function tokenName(hostName: string): string {
  return `Ubuntu One @ ${hostName.replaceAll(' @ ', ' AT ')}`;
}

async function askVersion2(client: HttpClient, wish: SignIn): Promise<Credentials> {
  const { email, password, oneTimeCode, hostName, signal } = wish;
  const request: WireRequest = {
    method: 'POST',
    base: 'sso',
    target: buildRoute({ name: 'sso2-tokens' }),
    path: 'sign-in',
    // The token of a name is made once and then answered again, but a one-time code works once only.
    canRepeat: oneTimeCode === undefined,
    auth: 'none',
    json: { email, password, token_name: tokenName(hostName), ...(oneTimeCode ? { otp: oneTimeCode } : {}) },
    signal,
    readFailure: readVersion2Failure,
  };
  const { value } = await client.json(request, decodeSso2Token);
  const { consumer_key: consumerKey, consumer_secret: consumerSecret, token_secret: tokenSecret } = value;
  return { consumerKey, consumerSecret, token: value.token_key, tokenSecret };
}

async function askVersion1(client: HttpClient, { email, password, hostName, signal }: SignIn): Promise<Credentials> {
  const request: WireRequest = {
    method: 'GET',
    base: 'sso',
    target: buildRoute({ name: 'sso1-authentications' }, [
      ['ws.op', 'authenticate'],
      ['token_name', tokenName(hostName)],
    ]),
    path: 'sign-in',
    canRepeat: true,
    auth: { user: email, password },
    signal,
    readFailure: ({ status }) => (status === 401 ? refusal('wrong-password', status) : null),
  };
  const { value } = await client.json(request, decodeSso1Token);
  const { consumer_key: consumerKey, consumer_secret: consumerSecret, token, token_secret: tokenSecret } = value;
  return { consumerKey, consumerSecret, token, tokenSecret };
}

/** Where the server has no such address the token needs no telling: later clients never did (protocol §4.2). */
async function tellCloud(client: HttpClient, { email, signal }: SignIn): Promise<void> {
  const target = buildRoute({ name: 'oauth-ping-email', email });
  try {
    const { body } = await client.stream({
      method: 'GET',
      base: 'api',
      target,
      path: 'sign-in',
      canRepeat: true,
      signal,
    });
    for await (const _chunk of body);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-found') throw error;
  }
}

function isNoVersion2({ code, status }: AppError): boolean {
  return code === 'not-found' || status === 405 || code === 'bad-answer';
}

const REASONS: ReadonlyMap<unknown, ErrorReason> = new Map([
  ['INVALID_CREDENTIALS', 'wrong-password'],
  ['LOGIN_FAILED', 'wrong-password'],
  ['TWOFACTOR_REQUIRED', 'one-time-code-needed'],
  ['TWOFACTOR_FAILURE', 'one-time-code-wrong'],
]);

const SENTENCES: Readonly<Partial<Record<ErrorReason, string>>> = {
  'wrong-password': 'The e-mail address or the password is wrong',
  'one-time-code-needed': 'This account also asks for a one-time code',
  'one-time-code-wrong': 'The one-time code is wrong or was used already',
};

/** The `code` of an SSO v2 failure tells what the status does not (protocol §4.3). */
function readVersion2Failure({ status, body }: FailedAnswer): AppError | null {
  const reason = REASONS.get(codeIn(body)) ?? null;
  return reason === null ? null : refusal(reason, status);
}

function refusal(reason: ErrorReason, status: number): AppError {
  return new AppError('sign-in', SENTENCES[reason] ?? 'The sign-in was refused', { reason, status, hint: 'Try again' });
}

function codeIn(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'code' in value ? value.code : null;
  } catch {
    return null;
  }
}
