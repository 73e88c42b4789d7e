import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SignatureMethod } from '../../../source/protocol/credentials.ts';
import { hmacSha1, signatureBase, signingKey } from '../../../source/protocol/oauth-base.ts';
import { encodeComponent } from '../../../source/protocol/path-codec.ts';
import { decodePairs, splitTarget, valueOf } from '../../../source/protocol/target.ts';
import type { Pairs } from '../../../source/protocol/target.ts';
import { changeAccount } from '../../../source/server/rules/accounts/accounts.ts';
import { encodeBase32, totp } from '../../../source/server/sso/totp.ts';
import { createClient, PASSWORD, send, startCloud } from '../helpers.ts';
import type { TestAnswer, TestCloud } from '../helpers.ts';

const SECRET = encodeBase32(Buffer.from('12345678901234567890'));
const EMAIL = 'ted@example.org';

// RFC 6238, appendix B, the last six of its eight digits.
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('§4.3 the code at second %i is %s', (second, code) => {
  expect(totp(SECRET, Math.floor(second / 30))).toBe(code);
});

async function signIn2(origin: string, fields: object): Promise<TestAnswer> {
  const body = JSON.stringify({ email: EMAIL, password: PASSWORD, token_name: 'Ubuntu One @ x', ...fields });
  return await send(origin, 'POST', '/api/v2/tokens/oauth', { body });
}

async function cloudWithCodes(now: { at: number }): Promise<TestCloud> {
  const cloud = await startCloud({ now: () => now.at });
  await cloud.server.data.metadata.write((tx) => changeAccount(tx, EMAIL, { otp_secret: SECRET }));
  return cloud;
}

test('§4.3 an account with one-time codes wants one, takes the right one, and takes none twice', async () => {
  const now = { at: 1_900_000_000_000 };
  const { client } = await cloudWithCodes(now);
  const code = (offset = 0) => totp(SECRET, Math.floor(now.at / 30_000) + offset);
  const outcome = async (fields: object) => {
    const answer = await signIn2(client.origin, fields);
    return [answer.status, answer.json.code];
  };
  expect(await outcome({})).toEqual([401, 'TWOFACTOR_REQUIRED']);
  expect(await outcome({ otp: '000000' })).toEqual([403, 'TWOFACTOR_FAILURE']);
  expect(await outcome({ otp: code(-2) })).toEqual([403, 'TWOFACTOR_FAILURE']);
  expect(await outcome({ otp: code(), password: 'wrong' })).toEqual([401, 'INVALID_CREDENTIALS']);
  expect(await outcome({ otp: code() })).toEqual([201, undefined]);
  expect(await outcome({ otp: code() })).toEqual([403, 'TWOFACTOR_FAILURE']);
  expect(await outcome({ otp: code(-1) })).toEqual([403, 'TWOFACTOR_FAILURE']);
  now.at += 30_000;
  expect(await outcome({ otp: code() })).toEqual([200, undefined]);
});

test('§4.3 of two sign-ins with the same code at once one gets through', async () => {
  const now = { at: 1_900_000_000_000 };
  const { client } = await cloudWithCodes(now);
  const otp = totp(SECRET, Math.floor(now.at / 30_000));
  const answers = await Promise.all([1, 2].map(() => signIn2(client.origin, { otp })));
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '403']);
});

test('§4.1 sign-in by Basic does not get around the one-time code', async () => {
  const { client } = await cloudWithCodes({ at: 1_900_000_000_000 });
  const authorization = `Basic ${Buffer.from(`${EMAIL}:${PASSWORD}`).toString('base64')}`;
  const path = '/api/1.0/authentications?ws.op=authenticate&token_name=Ubuntu%20One%20@%20x';
  expect((await send(client.origin, 'GET', path, { headers: { authorization } })).status).toBe(401);
});

test('after too many failures an account has to wait, other accounts and tokens do not', async () => {
  const now = { at: Date.now() };
  const { client, addClient } = await startCloud({ settings: { signInTries: 3 }, now: () => now.at });
  for (let count = 0; count < 3; count += 1)
    expect((await signIn2(client.origin, { password: 'no' })).status).toBe(401);
  const refused = await signIn2(client.origin, {});
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '900']);
  expect((await addClient('bob@example.org')).credentials.token).toHaveLength(50);
  expect((await client.api('GET', '')).status).toBe(200);
  now.at += 16 * 60_000;
  expect((await signIn2(client.origin, {})).status).toBe(201);
});

test('a sign-in that works forgives those before', async () => {
  const { client } = await startCloud({ settings: { signInTries: 3 } });
  for (let round = 0; round < 3; round += 1) {
    for (let count = 0; count < 2; count += 1)
      expect((await signIn2(client.origin, { password: 'no' })).status).toBe(401);
    expect((await signIn2(client.origin, {})).status).toBeLessThan(300);
  }
});

test('an address that tries many accounts has to wait', async () => {
  const { client } = await startCloud({ settings: { signInTries: 1 } });
  const statuses = [];
  for (let count = 0; count < 12; count += 1)
    statuses.push((await signIn2(client.origin, { email: `user${count}@example.org` })).status);
  expect(statuses.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 401));
  expect(statuses.slice(-2)).toEqual([429, 429]);
});

test('§4.3 accounts are made by strangers only where that is allowed', async () => {
  const body = JSON.stringify({ email: 'new@example.org', password: 'secret', displayname: 'New One' });
  const closed = await startCloud();
  expect((await send(closed.client.origin, 'POST', '/api/v2/accounts', { body })).status).toBe(403);
  const { client } = await startCloud({ settings: { allowRegistration: true, defaultQuota: 1000 } });
  const made = await send(client.origin, 'POST', '/api/v2/accounts', { body });
  expect([made.status, made.json.displayname]).toEqual([201, 'New One']);
  const again = await send(client.origin, 'POST', '/api/v2/accounts', { body });
  expect([again.status, again.json.code]).toEqual([409, 'ALREADY_REGISTERED']);
  const odd = await send(client.origin, 'POST', '/api/v2/accounts', { body: '{"email":"x","password":"y"}' });
  expect([odd.status, odd.json.code]).toEqual([400, 'INVALID_DATA']);
});

test('§4.6 tokens are listed without secrets and taken back', async () => {
  const { client } = await startCloud();
  const other = (await signIn2(client.origin, {})).json;
  const list = (await client.call('GET', '/api/v2/tokens/oauth')).json;
  expect(list.map((token: { token_name: string }) => token.token_name)).toEqual([
    'Ubuntu One @ test',
    'Ubuntu One @ x',
  ]);
  expect(list.map((token: { token_secret: string }) => token.token_secret)).toEqual(['', '']);
  const path = `/api/v2/tokens/oauth/${other.token_key}`;
  expect((await client.call('DELETE', path)).status).toBe(200);
  expect((await client.call('GET', path)).status).toBe(404);
});

const WEB = { consumerKey: 'ubuntuone', consumerSecret: 'hammertime' };

interface WebToken {
  readonly token: string;
  readonly tokenSecret: string;
}

const NO_TOKEN: WebToken = { token: '', tokenSecret: '' };

/** Signs a step of the web flow; the first has no token yet. */
async function step(origin: string, target: string, { token, tokenSecret }: WebToken, method: SignatureMethod) {
  const { path, query } = splitTarget(target);
  const oauth: Pairs = [
    ['oauth_consumer_key', 'ubuntuone'],
    ['oauth_nonce', randomUUID()],
    ['oauth_signature_method', method],
    ['oauth_timestamp', String(Math.floor(Date.now() / 1000))],
    ...(token === '' ? [] : [['oauth_token', token] as const]),
  ];
  const key = signingKey({ consumerSecret: WEB.consumerSecret, tokenSecret });
  const escapedPath = encodeComponent(path);
  const base = signatureBase({ method: 'GET', origin, escapedPath, pairs: [...oauth, ...decodePairs(query)] });
  const signature = method === 'PLAINTEXT' ? key : hmacSha1(base, key);
  const fields = [...oauth, ['oauth_signature', signature] as const];
  const authorization = `OAuth ${fields.map(([name, value]) => `${name}="${encodeComponent(value)}"`).join(', ')}`;
  const answer = await send(origin, 'GET', target, { headers: { authorization } });
  const pairs = decodePairs(answer.text);
  const given = { token: valueOf(pairs, 'oauth_token') ?? '', tokenSecret: valueOf(pairs, 'oauth_token_secret') ?? '' };
  return { answer, token: given };
}

async function consent(origin: string, token: string, fields: Record<string, string> = {}): Promise<TestAnswer> {
  const form = {
    oauth_token: token,
    description: 'My App',
    email: EMAIL,
    password: PASSWORD,
    answer: 'allow',
    ...fields,
  };
  return await send(origin, 'POST', '/oauth/authorize/', { body: new URLSearchParams(form).toString() });
}

test.each(['HMAC-SHA1', 'PLAINTEXT'] as const)('the web flow gives an application access, by %s', async (method) => {
  const { client } = await startCloud();
  const { origin } = client;
  const callback = 'http://app.example.org/back?x=1';
  const target = `/oauth/request/?oauth_callback=${encodeURIComponent(callback)}`;
  const first = await step(origin, target, NO_TOKEN, method);
  expect(first.answer.headers['content-type']).toBe('application/x-www-form-urlencoded');
  const page = await send(
    origin,
    'GET',
    `/oauth/authorize/?oauth_token=${first.token.token}&description=%3Cb%3EMy%20App`,
  );
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.text).toContain('&lt;b&gt;My App');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect((await consent(origin, first.token.token, { password: 'wrong' })).status).toBe(401);
  const early = await step(origin, '/oauth/access/?oauth_verifier=guess', first.token, method);
  expect(early.answer.status).toBe(401);
  const back = await consent(origin, first.token.token);
  expect(back.status).toBe(302);
  const location = new URL(back.headers.location ?? '');
  expect([location.origin, location.searchParams.get('x'), location.searchParams.get('oauth_token')]).toEqual([
    'http://app.example.org',
    '1',
    first.token.token, // prettier-ignore
  ]);
  const verifier = location.searchParams.get('oauth_verifier');
  const wrong = await step(origin, '/oauth/access/?oauth_verifier=guess', first.token, method);
  expect(wrong.answer.status).toBe(401);
  const access = await step(origin, `/oauth/access/?oauth_verifier=${verifier}`, first.token, method);
  expect(access.answer.status).toBe(200);
  const application = createClient(origin, { ...WEB, ...access.token });
  expect((await application.api('GET', '', { method })).json.visible_name).toBe('ted');
  const again = await step(origin, `/oauth/access/?oauth_verifier=${verifier}`, first.token, method);
  expect(again.answer.status).toBe(401);
});

test('§4.5 an application that can not be called back gets its code by hand; a no is a no', async () => {
  const { client } = await startCloud();
  const first = await step(client.origin, '/oauth/request/', NO_TOKEN, 'HMAC-SHA1');
  const page = await consent(client.origin, first.token.token);
  const verifier = /<code>(\w+)<\/code>/.exec(page.text)?.[1] ?? '';
  expect((await consent(client.origin, first.token.token)).status).toBe(404);
  const access = await step(client.origin, `/oauth/access/?oauth_verifier=${verifier}`, first.token, 'HMAC-SHA1');
  expect(access.answer.status).toBe(200);
  const second = await step(client.origin, '/oauth/request/', NO_TOKEN, 'HMAC-SHA1');
  expect((await consent(client.origin, second.token.token, { answer: 'deny' })).status).toBe(200);
  expect((await consent(client.origin, second.token.token)).status).toBe(404);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'nowhere'])(
  '§4.5 a callback of %s is refused',
  async (callback) => {
    const { client } = await startCloud();
    const target = `/oauth/request/?oauth_callback=${encodeURIComponent(callback)}`;
    expect((await step(client.origin, target, NO_TOKEN, 'HMAC-SHA1')).answer.status).toBe(400);
  },
);

test('§4.4 PLAINTEXT is refused for what a proxy brought in the open, unless a setting allows it', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'http' };
  const secure = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' };
  const ask = async (settings: object, headers: Record<string, string>) => {
    const { client } = await startCloud({ settings });
    return (await client.api('GET', '', { method: 'PLAINTEXT', headers })).status;
  };
  expect(await ask({}, {})).toBe(200);
  expect(await ask({}, headers)).toBe(401);
  expect(await ask({}, secure)).toBe(401);
  expect(await ask({ trustProxy: true }, headers)).toBe(401);
  expect(await ask({ trustProxy: true }, secure)).toBe(200);
  expect(await ask({ allowPlaintext: true }, headers)).toBe(200);
});
