import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../../source/server/admin.ts';
import { changeAccount } from '../../../source/server/rules/accounts/accounts.ts';
import { silentLog } from '../../../source/server/log.ts';
import { startServer } from '../../../source/server/serve.ts';
import { PASSWORD, startCloud, temporaryFolder } from '../helpers.ts';
import { createVisitor } from './visitor.ts';

test('whoever is not signed in is led to the form and from there to where they wanted', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  const first = await visitor.get('/files/~/Ubuntu%20One?after=x');
  expect(first.status).toBe(303);
  // The name of the server alone leads to the page too.
  const front = await visitor.get('/', { accept: 'text/html,*/*;q=0.8' });
  expect(front).toMatchObject({ status: 303, headers: { location: '/files/' } });
  expect(first.headers.location).toBe('/files/sign-in?next=%2Ffiles%2F~%2FUbuntu%2520One%3Fafter%3Dx');
  const form = await visitor.get(String(first.headers.location));
  const next = /name="next" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
  const answer = await visitor.post('/files/sign-in', { email: 'TED@example.org ', password: PASSWORD, otp: '', next });
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/files/~/Ubuntu%20One?after=x');
  expect((await visitor.get('/files/')).text).toContain('ted@example.org');
});

test('a wrong password is refused in words, and keeps only the e-mail in the form', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  const answer = await visitor.signIn('ted@example.org', { password: 'wrong"secret' });
  expect(answer.status).toBe(401);
  expect(answer.text).toContain('E-mail or password are not right.');
  expect(answer.text).toContain('value="ted@example.org"');
  expect(answer.text).not.toContain('secret');
});

test('the form never leads to another site', async () => {
  const { server } = await startCloud();
  for (const next of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/files\r\nX: y',
    '/api/',
    'javascript:1',
  ]) {
    const visitor = createVisitor(server.address);
    await visitor.get(`/files/sign-in?next=${encodeURIComponent(next)}`);
    const answer = await visitor.post('/files/sign-in', { email: 'ted@example.org', password: PASSWORD, next });
    expect(answer.headers.location, next).toBe('/files/');
  }
});

test('the cookie is out of reach of scripts and other sites, over TLS bound to this host', async () => {
  const { server } = await startCloud();
  const plain = await createVisitor(server.address).get('/files/sign-in');
  expect(plain.headers['set-cookie']?.[0]).toMatch(
    /^u1file-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
  );
  const secure = await createVisitor(server.address, { 'x-forwarded-proto': 'https' }).get('/files/sign-in');
  expect(secure.headers['set-cookie']?.[0]).toMatch(/^__Host-u1file-session=.*; HttpOnly; SameSite=Strict; Secure$/);
});

test('signing in gives the browser another secret than it had before', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.get('/files/sign-in');
  const before = visitor.cookies.get('u1file-session');
  await visitor.signIn();
  expect(visitor.cookies.get('u1file-session')).not.toBe(before);
  const thief = createVisitor(server.address);
  thief.cookies.set('u1file-session', before ?? '');
  expect((await thief.get('/files/')).status).toBe(303);
});

test('after signing out the cookie is worth nothing', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const kept = visitor.cookies.get('u1file-session') ?? '';
  expect((await visitor.act('/files/sign-out')).text).toContain('You are signed out.');
  visitor.cookies.set('u1file-session', kept);
  expect((await visitor.get('/files/')).status).toBe(303);
});

test('a session ends when nobody uses it for half a day, and after two weeks of use', async () => {
  let now = Date.now();
  const { server } = await startCloud({ now: () => now });
  const visitor = createVisitor(server.address);
  const hour = 3_600_000;
  await visitor.signIn();
  now += 11 * hour;
  expect((await visitor.get('/files/')).status).toBe(200);
  now += 11 * hour;
  expect((await visitor.get('/files/')).status).toBe(200);
  now += 12 * hour;
  expect((await visitor.get('/files/')).status).toBe(303);
  await visitor.signIn();
  for (let day = 0; day < 13.5; day += 0.5) {
    expect((await visitor.get('/files/')).status).toBe(200);
    now += 12 * hour - 60_000;
  }
  now += 12 * hour;
  expect((await visitor.get('/files/')).status).toBe(303);
});

test('another password, from wherever it is set, ends the session', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  await server.data.metadata.write((tx) => changeAccount(tx, 'ted@example.org', { password: null }));
  expect((await visitor.get('/files/')).status).toBe(303);
});

test('a disabled account has no session any more', async () => {
  const { server, place } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const admin = await openAdmin(place);
  await admin.setDisabled('ted@example.org', true);
  await admin.close();
  expect((await visitor.get('/files/')).status).toBe(303);
});

test('too many wrong passwords have to wait', async () => {
  const { server } = await startCloud({ settings: { signInTries: 3 } });
  const visitor = createVisitor(server.address);
  for (let tries = 0; tries < 3; tries += 1)
    expect((await visitor.signIn('ted@example.org', { password: 'x' })).status).toBe(401);
  const answer = await visitor.signIn();
  expect(answer.status).toBe(429);
  expect(answer.headers['retry-after']).toBeDefined();
  expect(answer.text).toContain('Too many tries');
});

test('a link from another site is loaded once more, so that the cookie comes along', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  const answer = await visitor.get('/files/', { 'sec-fetch-site': 'cross-site' });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('http-equiv="refresh"');
});

test('when the administrator revokes all access, the browsers are signed out too', async () => {
  const { server, place } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const admin = await openAdmin(place);
  await admin.revokeTokens('ted@example.org');
  await admin.close();
  expect((await visitor.get('/files/')).status).toBe(303);
});

test('over TLS of its own the server marks the cookie as secure', async () => {
  const server = await startServer({
    dataDir: join(await temporaryFolder(), 'data'),
    listen: { host: '127.0.0.1', port: 0 },
    tls: 'self',
    log: silentLog,
  });
  onTestFinished(() => server.close());
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.address}/files/sign-in`, { rejectUnauthorized: false }, resolve).on('error', reject);
  });
  answer.resume();
  expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-u1file-session=.*; Secure$/);
});
