import { expect, test } from 'vitest';
import { decodePairs, valueOf } from '../../../source/protocol/target.ts';
import { PASSWORD, send } from '../helpers.ts';
import { createOldClient } from './old-client.ts';
import type { Manner } from './old-client.ts';
import { API_ROOT } from './raw.ts';
import { shareCloud } from './walk.ts';

const { running, somebody } = shareCloud();
const SSO1 = 'GET /api/1.0/authentications?ws.op=authenticate';
const basic = (email: string) => ({
  headers: `Authorization: Basic ${Buffer.from(`${email}:${PASSWORD}`).toString('base64')}\r\n`,
});

test('§4.1 the name of a token is one however its query is spelled, and other names have other tokens', async () => {
  const { ask, email } = await somebody();
  const token = async (name: string) => {
    const { status, json } = await ask(`${SSO1}&token_name=${name}`, basic(email));
    return [status, json.name, json.token];
  };
  const first = await token('Ubuntu%20One%20@%20host');
  expect(first.slice(0, 2)).toEqual([200, 'Ubuntu One @ host']);
  for (const name of ['Ubuntu+One+@+host', 'Ubuntu%20One%20%40%20host', 'Ubuntu One @ host'])
    expect(await token(name)).toEqual(first);
  expect((await token('Ubuntu%20One%20@%20a%20AT%20b%20[app]'))[2]).not.toBe(first[2]);
  expect((await ask(SSO1, basic(email))).status).toBe(400);
  expect((await ask('GET /api/1.0/authentications?ws.op=other', basic(email))).status).toBe(400);
});

test('§4.1 a signed client learns who it is', async () => {
  const { ask, email } = await somebody();
  const me = await ask('GET /api/1.0/accounts?ws.op=me');
  expect([me.status, me.json]).toEqual([
    200,
    {
      username: expect.stringMatching(/^[A-Za-z0-9]{7}$/),
      preferred_email: email,
      displayname: email.split('@')[0],
      unverified_emails: [],
      verified_emails: [email],
      openid_identifier: me.json.username,
    },
  ]);
  expect((await ask('GET /api/1.0/accounts?ws.op=me', { headers: 'Authorization: none\r\n' })).status).toBe(401);
});

test.each<Manner>([
  { method: 'HMAC-SHA1', place: 'header' },
  { method: 'HMAC-SHA1', place: 'query' },
  { method: 'PLAINTEXT', place: 'header' },
  { method: 'PLAINTEXT', place: 'query' },
])('§4.2 the ping is taken as %o, with what the client says of itself', async (manner) => {
  const { client, email } = await somebody();
  const ask = createOldClient(client.origin, client.credentials, manner);
  const about = '?platform=linux2&platform_version=12.04&platform_arch=x86_64&client_version=3.0';
  for (const verb of ['GET', 'POST'] as const) {
    const answer = await ask(verb, `/oauth/sso-finished-so-get-tokens/${email}${about}`);
    expect([answer.status, answer.body]).toEqual([200, expect.stringMatching(/^ok \d\/\d$/)]);
  }
});

test('§4.3 the account is told to its owner, and passwords are not reset from here', async () => {
  const [{ ask, email, client }, other] = [await somebody(), await somebody()];
  const openid = client.credentials.consumerKey;
  const account = await ask(`GET /api/v2/accounts/${openid}`);
  expect([account.status, account.json]).toEqual([200, expect.objectContaining({ openid, email, status: 'Active' })]);
  expect((await ask(`GET /api/v2/accounts/${other.client.credentials.consumerKey}`)).status).toBe(404);
  const reset = await ask('POST /api/v2/tokens/password', JSON.stringify({ email }));
  expect([reset.status, reset.json]).toEqual([
    403,
    { code: 'CAN_NOT_RESET_PASSWORD', message: expect.any(String), extra: {} },
  ]);
});

test('§4.3 sign-in takes any label of its body, and passes over what it does not know', async () => {
  const { ask, email } = await somebody();
  const body = JSON.stringify({ email, password: PASSWORD, token_name: 'Ubuntu One @ x', otp: '', more: [1] });
  for (const type of [
    '',
    'Content-Type: application/json\r\n',
    'Content-Type: application/x-www-form-urlencoded\r\n',
  ]) {
    const answer = await ask('POST /api/v2/tokens/oauth', { headers: `Authorization: none\r\n${type}`, body });
    expect([answer.status < 300, answer.header('content-type')]).toEqual([true, 'application/json']);
  }
});

test.each([
  ['GET', 'header', 'HMAC-SHA1'],
  ['POST', 'header', 'PLAINTEXT'],
  ['GET', 'query', 'PLAINTEXT'],
  ['POST', 'query', 'HMAC-SHA1'],
] as const)('§4.5 the web flow by %s, signed in the %s with %s', async (verb, place, method) => {
  const { email } = await somebody();
  const origin = running().server.address;
  const step = async (path: string, { token, tokenSecret }: Record<string, string>, extra: Record<string, string>) => {
    const credentials = { consumerKey: 'ubuntuone', consumerSecret: 'hammertime', token, tokenSecret };
    const ask = createOldClient(origin, credentials as never, { method, place, extra });
    const answer = await ask(verb, path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.head).toMatch(/^content-type: application\/x-www-form-urlencoded\r?$/im);
    const pairs = decodePairs(answer.body);
    return { token: valueOf(pairs, 'oauth_token') ?? '', tokenSecret: valueOf(pairs, 'oauth_token_secret') ?? '' };
  };
  const callback = 'https://app.example.org/back';
  const asked = await step('/oauth/request/', { token: '', tokenSecret: '' }, { oauth_callback: callback });
  const form = { oauth_token: asked.token, description: 'App', email, password: PASSWORD, answer: 'allow' };
  const body = new URLSearchParams(form).toString();
  const consent = await send(origin, 'POST', '/oauth/authorize/', { body });
  const verifier = new URL(consent.headers.location ?? '').searchParams.get('oauth_verifier') ?? '';
  const given = await step('/oauth/access/', asked, { oauth_verifier: verifier });
  const credentials = { consumerKey: 'ubuntuone', consumerSecret: 'hammertime', ...given };
  expect((await createOldClient(origin, credentials, { method, place })('GET', API_ROOT)).status).toBe(200);
});

test('§2.4 beside a file in the way five names are tried, and then one that is nobody else’s', async () => {
  const { content } = await somebody();
  for (const name of ['a.b.txt', 'a.b~1.txt', 'a.b~2.txt', 'a.b~3.txt', 'a.b~4.txt'])
    await content(`PUT /~/Ubuntu%20One/${name}`, 'in the way');
  expect((await content('PUT /~/Ubuntu%20One/a.b.txt/f', 'x')).json.path).toBe('/a.b~5.txt/f');
  expect((await content('PUT /~/Ubuntu%20One/a.b.txt/g', 'x')).json.path).toMatch(/^\/a\.b~[0-9a-f-]{36}\.txt\/g$/);
});
