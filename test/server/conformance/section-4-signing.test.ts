import { expect, test } from 'vitest';
import { API_ROOT } from '../../../source/protocol/routes.ts';
import { signTarget } from '../../protocol/sign-otherwise.ts';
import { createClient, PASSWORD, send, signIn, startCloud } from '../helpers.ts';
import type { TestCloud } from '../helpers.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const SSO1 = '/api/1.0/authentications?ws.op=authenticate&token_name=Ubuntu%20One%20@%20myhost';

async function signed({ client }: TestCloud, headers: Record<string, string>, target = API_ROOT) {
  return await send(client.origin, 'GET', target, { headers });
}

test('§4.4 HMAC and PLAINTEXT, in the header and in the query, all open the door', async () => {
  const cloud = await startCloud();
  const { client } = cloud;
  for (const method of ['HMAC-SHA1', 'PLAINTEXT'] as const) {
    expect((await client.api('GET', '', { method })).status).toBe(200);
    const target = `${API_ROOT}/~/Ubuntu%20One?include_children=true`;
    const request = { method: 'GET', origin: client.origin, credentials: client.credentials, nonce: `n${method}` };
    const query = signTarget({ ...request, target, signatureMethod: method, now: Date.now() });
    expect((await send(client.origin, 'GET', query)).json).toHaveProperty('children');
  }
});

test.each([
  ['no realm and no version', ['realm="", ', 'oauth_version="1.0", ']],
  ['no spaces after commas', [', ', ',']],
])('§4.4 a PLAINTEXT header with %s is taken', async (_what, [from = '', ...rest]) => {
  const cloud = await startCloud();
  const { consumerKey, consumerSecret, token, tokenSecret } = cloud.client.credentials;
  const full =
    `OAuth realm="", oauth_version="1.0", oauth_nonce="1", oauth_timestamp="${Math.floor(Date.now() / 1000)}", ` +
    `oauth_consumer_key="${consumerKey}", oauth_token="${token}", oauth_body_hash="2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D", ` +
    `oauth_signature_method="PLAINTEXT", oauth_signature="${consumerSecret}%26${tokenSecret}"`;
  const authorization =
    from === ', ' ? full.replaceAll(from, ',') : [from, ...rest].reduce((text, each) => text.replace(each, ''), full);
  expect((await signed(cloud, { authorization })).status).toBe(200);
});

test.each([
  ['no signature', {}, 401],
  ['another scheme', { authorization: basic('ted@example.org:x') }, 401],
  ['an unfinished OAuth header', { authorization: 'OAuth oauth_token="x"' }, 401],
])('§3.1 %s is answered 401 UNAUTHORIZED in JSON', async (_what, headers, status) => {
  const cloud = await startCloud();
  const answer = await signed(cloud, headers);
  expect([answer.status, answer.reason]).toEqual([status, 'UNAUTHORIZED']);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.json.error).toEqual(expect.any(String));
});

test('§4.4 an unknown token, a wrong consumer and a wrong signature are refused', async () => {
  const { client } = await startCloud();
  const ask = async (change: object) =>
    (await createClient(client.origin, { ...client.credentials, ...change }).api('GET', '')).status;
  expect(await ask({ token: 'x'.repeat(50) })).toBe(401);
  expect(await ask({ consumerKey: 'zzzzzzz' })).toBe(401);
  expect(await ask({ tokenSecret: 'wrong' })).toBe(403);
  expect(await ask({ consumerSecret: 'wrong' })).toBe(403);
});

test('§4.4 a signature of one address, verb or query is no good for another', async () => {
  const cloud = await startCloud();
  const { client } = cloud;
  const authorization = client.header('GET', API_ROOT);
  expect((await signed(cloud, { authorization }, `${API_ROOT}/volumes`)).status).toBe(403);
  expect((await signed(cloud, { authorization }, `${API_ROOT}?x=1`)).status).toBe(403);
  expect((await send(client.origin, 'PUT', API_ROOT, { headers: { authorization } })).status).not.toBe(200);
});

test('§4.4 every address of the API but those for signing in wants a signature', async () => {
  const { client } = await startCloud();
  const paths = ['', '/volumes', '/volumes/~/x', '/~/Ubuntu%20One', '/public_files', '/content/~/Ubuntu%20One/f'];
  for (const path of [...paths.map((each) => API_ROOT + each), '/api/quota/', '/api/account', '/content/~/x/y'])
    expect([path, (await send(client.origin, 'GET', path)).status]).toEqual([path, 401]);
});

test('§4.4 an exact repeat of a change that was made is refused, reading may be repeated', async () => {
  const { client } = await startCloud();
  for (const [verb, path] of [
    ['PUT', '/volumes/~/x'],
    ['DELETE', '/volumes/~/x'],
  ] as const) {
    const headers = { authorization: client.header(verb, API_ROOT + path) };
    expect((await send(client.origin, verb, API_ROOT + path, { headers })).status).toBe(200);
    expect((await send(client.origin, verb, API_ROOT + path, { headers })).status).toBe(401);
  }
  const headers = { authorization: client.header('GET', API_ROOT) };
  for (const _time of [1, 2]) expect((await send(client.origin, 'GET', API_ROOT, { headers })).status).toBe(200);
});

test('§4.4 of two exact repeats that race only one gets through', async () => {
  const { client } = await startCloud();
  const path = '/content/~/Ubuntu%20One/f';
  const headers = { authorization: client.header('PUT', path) };
  const answers = await Promise.all([1, 2, 3].map(() => send(client.origin, 'PUT', path, { headers, body: 'x' })));
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '401', '401']);
});

test('§4.4 the same header again gets through when the first try failed', async () => {
  const { client } = await startCloud();
  const headers = { authorization: client.header('PUT', `${API_ROOT}/~/x/f`) };
  const put = () => send(client.origin, 'PUT', `${API_ROOT}/~/x/f`, { headers, body: '{"kind":"file"}' });
  expect((await put()).status).toBe(404);
  await client.api('PUT', '/volumes/~/x');
  expect((await put()).status).toBe(200);
});

test('§4.4 one nonce serves several addresses', async () => {
  const { client } = await startCloud();
  const now = Date.now();
  for (const path of ['/volumes/~/x', '/volumes/~/y'])
    expect((await client.api('PUT', path, { nonce: 'same', now })).status).toBe(200);
});

test('§4.4 a timestamp outside the window is refused in both directions', async () => {
  const { client } = await startCloud({ settings: { timestampWindow: 60 } });
  for (const [off, status] of [
    [-55, 200],
    [55, 200],
    [-90, 401],
    [90, 401],
  ] as const)
    expect((await client.api('GET', '', { now: Date.now() + off * 1000 })).status).toBe(status);
});

test('§4.1 sign-in by Basic gives one token a name, and asks where nothing was said', async () => {
  const { client } = await startCloud();
  const ask = (authorization?: string) =>
    send(client.origin, 'GET', SSO1, { headers: authorization ? { authorization } : {} });
  for (const answer of [
    await ask(),
    await ask(basic('ted@example.org:wrong')),
    await ask(basic('nobody@example.org:x')),
  ]) {
    expect([answer.status, answer.reason]).toEqual([401, 'UNAUTHORIZED']);
    expect(answer.headers['www-authenticate']).toBe('Basic realm="Ubuntu SSO"');
  }
  const answer = await ask(basic(`Ted@Example.org:${PASSWORD}`));
  expect(answer.json).toEqual({
    consumer_key: expect.stringMatching(/^[A-Za-z0-9]{7}$/),
    consumer_secret: expect.stringMatching(/^[A-Za-z]{30}$/),
    token: expect.stringMatching(/^[A-Za-z]{50}$/),
    token_secret: expect.stringMatching(/^[A-Za-z]{50}$/),
    name: 'Ubuntu One @ myhost',
    created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    updated: expect.any(String),
  });
  expect((await ask(basic(`ted@example.org:${PASSWORD}`))).json.token).toBe(answer.json.token);
});

test('§4.2 the ping takes a token with and without the address of its owner, GET and POST', async () => {
  const { client } = await startCloud();
  const path = '/oauth/sso-finished-so-get-tokens/';
  for (const [verb, tail] of [
    ['GET', ''],
    ['POST', ''],
    ['GET', 'ted@example.org?platform=x'],
    ['GET', 'ted%40example.org'],
  ] as const) {
    const answer = await client.call(verb, path + tail);
    expect([answer.status, answer.text]).toEqual([200, 'ok 1/1']);
  }
  expect((await client.call('GET', `${path}bob@example.org`)).status).toBe(403);
  expect((await send(client.origin, 'GET', path)).status).toBe(401);
});

test('§4.3 sign-in by JSON is 201 for a new token and 200 for one of that name', async () => {
  const { client } = await startCloud();
  const body = JSON.stringify({ email: 'ted@example.org', password: PASSWORD, token_name: 'Ubuntu One @ two' });
  const first = await send(client.origin, 'POST', '/api/v2/tokens/oauth', { body });
  expect(first.status).toBe(201);
  expect(first.json).toEqual({
    href: `${client.origin}/api/v2/tokens/oauth/${first.json.token_key}`,
    token_key: expect.any(String),
    token_secret: expect.any(String),
    token_name: 'Ubuntu One @ two',
    consumer_key: expect.any(String),
    consumer_secret: expect.any(String),
    date_created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    date_updated: expect.any(String),
    openid: first.json.consumer_key,
  });
  const second = await send(client.origin, 'POST', '/api/v2/tokens/oauth', { body });
  expect([second.status, second.json]).toEqual([200, first.json]);
  const details = await client.call('GET', `/api/v2/tokens/oauth/${first.json.token_key}`);
  expect(details.json.token_name).toBe('Ubuntu One @ two');
  expect((await client.call('GET', '/api/v2/tokens/oauth/unknown')).status).toBe(404);
});

test.each([
  ['a wrong password', { email: 'ted@example.org', password: 'no', token_name: 't' }, 401, 'INVALID_CREDENTIALS', {}],
  ['an unknown address', { email: 'x@example.org', password: 'no', token_name: 't' }, 401, 'INVALID_CREDENTIALS', {}],
  [
    'a missing field',
    { email: 'ted@example.org', token_name: 't' },
    400,
    'INVALID_DATA',
    { password: [expect.any(String)] },
  ],
  ['an odd field', { email: 7, password: 'x', token_name: 't' }, 400, 'INVALID_DATA', { email: [expect.any(String)] }],
])('§4.3 sign-in by JSON with %s says so', async (_what, body, status, code, extra) => {
  const { client } = await startCloud();
  const answer = await send(client.origin, 'POST', '/api/v2/tokens/oauth', { body: JSON.stringify(body) });
  expect(answer.status).toBe(status);
  expect(answer.json).toEqual({ code, message: expect.any(String), extra });
});

test('§4.3 a disabled account is suspended at sign-in and its tokens are refused', async () => {
  const { client, server } = await startCloud();
  const { changeAccount } = await import('../../../source/server/rules/accounts/accounts.ts');
  await server.data.metadata.write((tx) => changeAccount(tx, 'ted@example.org', { disabled_at: Date.now() }));
  expect((await client.api('GET', '')).status).toBe(401);
  await expect(signIn(client.origin, 'ted@example.org')).rejects.toThrow('ACCOUNT_SUSPENDED');
});

test('§4.6 a revoked token is refused from then on, and asking for its own details says that it is gone', async () => {
  const { client, server } = await startCloud();
  const details = `/api/v2/tokens/oauth/${client.credentials.token}`;
  expect((await client.call('GET', details)).status).toBe(200);
  const { revokeTokens } = await import('../../../source/server/rules/accounts/tokens.ts');
  await server.data.metadata.write((tx) => revokeTokens(tx, 1, client.credentials.token));
  for (const path of [API_ROOT, '/api/account/', '/content/~/Ubuntu%20One/f', '/api/v2/tokens/oauth/another'])
    expect([path, (await client.call('GET', path)).status]).toEqual([path, 401]);
  expect((await client.call('GET', details)).status).toBe(404);
});

test('§2 one user sees nothing of another', async () => {
  const { client, addClient } = await startCloud();
  await client.api('PUT', '/volumes/~/x');
  await client.call('PUT', '/content/~/x/f', { body: 'mine' });
  const other = await addClient('bob@example.org');
  for (const path of ['/volumes/~/x', '/~/x', '/~/x/f', '/content/~/x/f'])
    expect((await other.api('GET', path)).status).toBe(404);
  expect((await other.api('GET', '/volumes')).json).toHaveLength(1);
  expect((await other.api('DELETE', '/~/x/f')).status).toBe(404);
  expect((await client.call('GET', '/content/~/x/f')).text).toBe('mine');
});

test('§2.1 and §2.7: user, quota and account have exactly the keys of the protocol', async () => {
  const { client } = await startCloud();
  await client.api('PUT', '/volumes/~/Documents');
  expect((await client.api('GET', '')).json).toEqual({
    resource_path: '',
    user_id: 1,
    visible_name: 'ted',
    max_bytes: 5_368_709_120,
    used_bytes: 0,
    root_node_path: '/~/Ubuntu One',
    user_node_paths: ['/~/Documents'],
  });
  expect((await client.call('GET', '/api/quota')).json).toEqual({ total: 5_368_709_120, used: 0 });
  const account = (await client.call('GET', '/api/account/')).json;
  expect(Object.keys(account).toSorted()).toEqual(
    ['couchdb', 'couchdb_root', 'current_plan', 'detailed_plans', 'email', 'features', 'first_name', 'id', 'last_name',
      'nickname', 'openid', 'subscription', 'total_storage', 'username'], // prettier-ignore
  );
  expect(account).toMatchObject({ email: 'ted@example.org', total_storage: 5_368_709_120 });
});
