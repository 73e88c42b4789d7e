import type { Device } from '../domain/account-desk.ts';
import { AppError, isAppError } from '../domain/app-error.ts';
import { decodeSso2Tokens } from '../protocol/resources.ts';
import { buildRoute } from '../protocol/routes.ts';
import { signedFor, type Account } from './accounts.ts';
import { withHttpClient, type HttpClientOptions } from './http-client.ts';

/** Who is told of the requests. */
type Http = Pick<HttpClientOptions, 'observe'>;

/** Who has access to the account: its tokens (protocol §4.3). @throws AppError `unsupported` where the server has no list */
export async function listDevices(account: Account, http: Http = {}): Promise<readonly Device[]> {
  const target = buildRoute({ name: 'sso2-tokens' });
  const request = { method: 'GET', base: 'sso', target, path: 'devices', canRepeat: true } as const;
  const { value } = await withHttpClient({ ...http, ...signedFor(account) }, async (client) =>
    client.json(request, decodeSso2Tokens),
  ).catch((error: unknown) => {
    throw asUnsupported(error);
  });
  return value.map(({ token_key: key, token_name: name, date_created: createdAt }) => ({
    key,
    name,
    createdAt,
    isThis: key === account.credentials.token,
  }));
}

/** Takes a token of the account back; one that is gone already is no error. */
export async function revokeDevice(account: Account, key: string, http: Http = {}): Promise<void> {
  const target = buildRoute({ name: 'sso2-token', key });
  const request = { method: 'DELETE', base: 'sso', target, path: 'devices', canRepeat: true } as const;
  await withHttpClient({ ...http, ...signedFor(account) }, async (client) => {
    const { body } = await client.stream(request);
    for await (const _chunk of body);
  }).catch((error: unknown) => {
    if (!isAppError(error) || error.code !== 'not-found') throw error;
  });
}

/** Servers that know the first sign-in alone have no list, and answer so in one of these ways. */
function asUnsupported(error: unknown): unknown {
  const isNoList =
    isAppError(error) && (error.code === 'not-found' || error.code === 'bad-answer' || error.status === 405);
  if (!isNoList) return error;
  const hint = 'its web page may';
  return new AppError('unsupported', 'This server does not tell who has access', { hint, cause: error });
}
