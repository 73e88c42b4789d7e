import { expect, test } from 'vitest';
import { totp } from '../../../source/server/sso/totp.ts';
import { PASSWORD, signIn, startCloud } from '../helpers.ts';
import { createVisitor } from './visitor.ts';
import type { TestVisitor } from './visitor.ts';

const NEW = 'a better password';

async function signedIn(options: Parameters<typeof startCloud>[0] = {}) {
  const cloud = await startCloud(options);
  const visitor = createVisitor(cloud.server.address);
  await visitor.signIn();
  return { ...cloud, visitor };
}

function secretOf(page: string): string {
  return (/class="key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '');
}

async function turnOn(visitor: TestVisitor, now: number): Promise<string> {
  const secret = secretOf((await visitor.get('/files/account/two-factor')).text);
  const code = totp(secret, Math.floor(now / 30_000));
  const page = await visitor.act('/files/account/two-factor/on', { password: PASSWORD, otp: code });
  expect(page.text).toContain('Two-factor sign-in is on.');
  return secret;
}

test('the account page shows the space, the devices and the browsers', async () => {
  const { visitor, client } = await signedIn({ maxBytes: 5_000_000 });
  await client.call('PUT', '/content/~/Ubuntu%20One/a', { body: 'x'.repeat(1500) });
  const { text } = await visitor.get('/files/account');
  expect(text).toContain('1.5 kB of 5.0 MB used');
  expect(text).toContain('<bdi>test</bdi>');
  expect(text).toContain('this one');
  expect(text).not.toContain(client.credentials.token);
  expect(text).not.toContain(client.credentials.tokenSecret);
});

test('a device that is revoked has no access any more, and the others keep theirs', async () => {
  const { visitor, client, server, addClient } = await signedIn();
  const eve = await addClient('eve@example.org');
  const page = await visitor.get('/files/account');
  const device = /name="device" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const stranger = createVisitor(server.address);
  await stranger.signIn('eve@example.org');
  expect((await stranger.act('/files/account/revoke', { device })).text).toContain('no access any more');
  expect((await client.api('GET', '')).status).toBe(200);
  expect((await visitor.act('/files/account/revoke', { device })).text).toContain('“test” has no access any more.');
  expect((await client.api('GET', '')).status).toBe(401);
  expect((await eve.api('GET', '')).status).toBe(200);
  expect((await visitor.get('/files/account')).text).toContain('No device has access');
});

test('another browser can be signed out, and so can all others at once', async () => {
  const { visitor, server } = await signedIn();
  const others = [createVisitor(server.address), createVisitor(server.address)];
  for (const other of others) await other.signIn();
  const page = await visitor.get('/files/account');
  const session = /name="session" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  await visitor.act('/files/account/end-session', { session });
  const statuses = await Promise.all(others.map(async (other) => (await other.get('/files/')).status));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 303]);
  expect((await visitor.act('/files/account/end-others')).text).toContain('All other browsers are signed out.');
  for (const other of others) expect((await other.get('/files/')).status).toBe(303);
  expect((await visitor.get('/files/')).status).toBe(200);
});

test('a new password needs the old one, ends other browsers, and leaves devices alone unless told', async () => {
  const { visitor, server, client } = await signedIn();
  const other = createVisitor(server.address);
  await other.signIn();
  const change = (fields: Readonly<Record<string, string>>) =>
    visitor.act('/files/account/password', { password: PASSWORD, new: NEW, again: NEW, ...fields });
  expect((await change({ password: 'wrong' })).text).toContain('That is not your present password.');
  expect((await change({ new: 'short', again: 'short' })).text).toContain('at least 8 characters');
  expect((await change({ again: 'another password' })).text).toContain('not typed twice alike');
  expect((await other.get('/files/')).status).toBe(200);
  expect((await change({})).text).toContain('Your password is changed.');
  expect((await visitor.get('/files/')).status).toBe(200);
  expect((await other.get('/files/')).status).toBe(303);
  expect((await client.api('GET', '')).status).toBe(200);
  expect((await other.signIn()).status).toBe(401);
  expect((await other.signIn('ted@example.org', { password: NEW })).status).toBe(200);
  await change({ password: NEW, new: PASSWORD, again: PASSWORD, revoke: 'yes' });
  expect((await client.api('GET', '')).status).toBe(401);
  await expect(signIn(server.address, 'ted@example.org')).resolves.toBeDefined();
});

test('two-factor sign-in is turned on with a code of the key that the page shows', async () => {
  let now = Date.now();
  const { visitor, server } = await signedIn({ now: () => now });
  const other = createVisitor(server.address);
  await other.signIn();
  const page = await visitor.get('/files/account/two-factor');
  expect(page.text).toMatch(/<svg\s+class="qr"\s+role="img"\s+aria-label="[^"]+"/);
  expect(secretOf(page.text)).toMatch(/^[A-Z2-7]{32}$/);
  expect(secretOf((await visitor.get('/files/account/two-factor')).text)).toBe(secretOf(page.text));
  const on = (fields: Readonly<Record<string, string>>) => visitor.act('/files/account/two-factor/on', fields);
  const code = totp(secretOf(page.text), Math.floor(now / 30_000));
  expect((await on({ password: PASSWORD, otp: '000000' })).text).toContain('That code does not fit.');
  expect((await on({ password: 'wrong', otp: code })).text).toContain('not your present password');
  const secret = await turnOn(visitor, now);
  expect((await other.get('/files/')).status).toBe(303);
  expect((await visitor.get('/files/')).status).toBe(200);
  expect((await other.signIn()).text).toContain('also needs a one-time code');
  // The code that turned it on was used by that.
  expect((await other.signIn('ted@example.org', { otp: code })).text).toContain('not right, or was used already');
  now += 30_000;
  const fresh = totp(secret, Math.floor(now / 30_000));
  expect((await other.signIn('ted@example.org', { otp: fresh })).status).toBe(200);
});

test('two-factor sign-in is turned off with password and code', async () => {
  let now = Date.now();
  const { visitor, server } = await signedIn({ now: () => now });
  const secret = await turnOn(visitor, now);
  now += 30_000;
  const off = (fields: Readonly<Record<string, string>>) => visitor.act('/files/account/two-factor/off', fields);
  expect((await off({ password: PASSWORD, otp: '' })).text).toContain('also needs a one-time code');
  expect((await off({ password: PASSWORD, otp: '123' })).text).toContain('one-time code is not right');
  const code = totp(secret, Math.floor(now / 30_000));
  expect((await off({ password: PASSWORD, otp: code })).text).toContain('Two-factor sign-in is off.');
  expect((await createVisitor(server.address).signIn()).status).toBe(200);
});

test('with two-factor sign-in a new password needs a code too', async () => {
  let now = Date.now();
  const { visitor } = await signedIn({ now: () => now });
  const secret = await turnOn(visitor, now);
  now += 30_000;
  const fields = { password: PASSWORD, new: NEW, again: NEW };
  expect((await visitor.act('/files/account/password', fields)).text).toContain('also needs a one-time code');
  const otp = totp(secret, Math.floor(now / 30_000));
  expect((await visitor.act('/files/account/password', { ...fields, otp })).text).toContain('is changed');
});
