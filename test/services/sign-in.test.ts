import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { signIn, tokenName } from '../../source/services/sign-in.ts';
import type { SignIn } from '../../source/services/sign-in.ts';
import { openAdmin } from '../../source/server/admin.ts';
import { startServer } from '../../source/server/serve.ts';
import { reply, serve } from './http/fault-server.ts';

const WISH = { email: 'ann@example.org', password: 'correct horse', hostName: 'desk @ home' };
const V2 = {
  href: 'http://h/api/v2/tokens/oauth/tk',
  token_key: 'tk',
  token_secret: 'ts',
  token_name: 'Ubuntu One @ desk AT home',
  consumer_key: 'ck',
  consumer_secret: 'cs',
  date_created: '2013-01-11 12:43:23',
  date_updated: '2013-01-11 12:43:23',
  openid: 'ck',
};
const V1 = { consumer_key: 'ck', consumer_secret: 'cs', token: 'tk', token_secret: 'ts', name: 'n' };
const CREDENTIALS = { consumerKey: 'ck', consumerSecret: 'cs', token: 'tk', tokenSecret: 'ts' };

function wish(server: string, more: Partial<SignIn> = {}): SignIn {
  return { ...WISH, server, http: { retry: { maxTries: 2, firstDelay: 1 } }, ...more };
}

test('signing in at our own server gives an account that works, and twice is no error', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'u1-sign-in-'));
  const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 } });
  const admin = await openAdmin(dataDir);
  onTestFinished(async () => {
    await admin.close();
    await server.close();
    await rm(dataDir, { recursive: true });
  });
  await admin.addUser({ email: WISH.email, password: WISH.password });
  const account = await signIn(wish(server.address));
  expect(account).toMatchObject({ email: WISH.email, server: server.address });
  expect((await signIn(wish(server.address))).credentials).toEqual(account.credentials);
  const client = createHttpClient({ bases: account.bases, credentials: account.credentials });
  onTestFinished(() => client.close());
  expect((await createRemoteStore(client).stat(cloudLocation(account.id, 'Ubuntu One'))).kind).toBe('volume');
  const wrong = signIn(wish(server.address, { password: 'wrong' }));
  await expect(wrong).rejects.toMatchObject({ code: 'sign-in', reason: 'wrong-password', status: 401 });
  expect(JSON.stringify(account)).not.toContain(WISH.password);
});

test('version 2 is asked first, with the name that the cloud wants, then the cloud is told', async () => {
  let body = '';
  const { url, requests } = await serve(
    (request, response) => {
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => response.writeHead(201).end(JSON.stringify(V2)));
    },
    reply(200, 'ok 1/1'),
  );
  expect((await signIn(wish(url))).credentials).toEqual(CREDENTIALS);
  expect(JSON.parse(body)).toEqual({
    email: WISH.email,
    password: WISH.password,
    token_name: 'Ubuntu One @ desk AT home',
  });
  const [ask, tell] = requests;
  expect([ask?.method, ask?.url, ask?.headers.authorization]).toEqual(['POST', '/api/v2/tokens/oauth', undefined]);
  expect(tell?.url).toBe('/oauth/sso-finished-so-get-tokens/ann%40example.org');
  expect(tell?.headers.authorization).toContain('oauth_token="tk"');
});

test.each([
  [404, { error: 'not found' }],
  [405, null],
  [200, '<html>'],
])('where version 2 answers %i %j, version 1 is asked', async (status, body) => {
  const { url, requests } = await serve(reply(status, body), reply(200, V1), reply(200, 'ok 1/1'));
  expect((await signIn(wish(url))).credentials).toEqual(CREDENTIALS);
  expect(requests[1]?.url).toBe(
    '/api/1.0/authentications?ws.op=authenticate&token_name=Ubuntu%20One%20%40%20desk%20AT%20home',
  );
  expect(requests[1]?.headers.authorization).toBe(
    `Basic ${Buffer.from('ann@example.org:correct horse').toString('base64')}`,
  );
});

test.each([
  ['INVALID_CREDENTIALS', 401, 'wrong-password'],
  ['TWOFACTOR_REQUIRED', 401, 'one-time-code-needed'],
  ['TWOFACTOR_FAILURE', 403, 'one-time-code-wrong'],
])('%s is told by its reason', async (code, status, reason) => {
  const { url, requests } = await serve(reply(status, { code, message: 'words', extra: {} }));
  await expect(signIn(wish(url))).rejects.toMatchObject({ code: 'sign-in', reason, status });
  expect(requests.length).toBe(1);
});

test('another refusal keeps the words of the server', async () => {
  const { url } = await serve(
    reply(403, { code: 'ACCOUNT_SUSPENDED', message: 'Your account is suspended.', extra: {} }),
  );
  const failure = { code: 'sign-in', reason: undefined, message: 'sign-in refused: Your account is suspended.' };
  await expect(signIn(wish(url))).rejects.toMatchObject(failure);
});

test('a wrong password at version 1 is told as well', async () => {
  const { url } = await serve(
    reply(404),
    reply(401, 'Authorization Required', { 'www-authenticate': 'Basic realm="x"' }),
  );
  await expect(signIn(wish(url))).rejects.toMatchObject({ code: 'sign-in', reason: 'wrong-password' });
});

test('a one-time code is sent once, whatever comes', async () => {
  const { url, requests } = await serve(reply(503));
  await expect(signIn(wish(url, { oneTimeCode: '123456' }))).rejects.toMatchObject({ code: 'busy' });
  expect(requests.length).toBe(1);
});

test('a server that wants no telling is fine', async () => {
  const { url } = await serve(reply(201, V2), reply(404));
  expect((await signIn(wish(url))).credentials).toEqual(CREDENTIALS);
});

test('a server that is not there is unreachable, and nonsense is no server', async () => {
  await expect(signIn(wish('http://127.0.0.1:1'))).rejects.toMatchObject({ code: 'unreachable', reason: 'refused' });
  await expect(signIn(wish('no server'))).rejects.toMatchObject({ code: 'usage' });
});

test('a token name begins as the cloud wants it', () => {
  expect(tokenName('desk')).toBe('Ubuntu One @ desk');
  expect(tokenName('a @ b @ c')).toBe('Ubuntu One @ a AT b AT c');
});
