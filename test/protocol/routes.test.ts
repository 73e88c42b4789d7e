import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildContentPath, buildRoute, matchRoute } from '../../source/protocol/routes.ts';
import type { Route } from '../../source/protocol/routes.ts';

const name = fc
  .string({ unit: 'binary', minLength: 1 })
  .filter((text) => text !== '.' && text !== '..' && !/[/\0]/.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));

test('any name survives the round trip from build to match', () => {
  fc.assert(
    fc.property(path, fc.constantFrom('volume', 'node', 'content'), (path, name) => {
      const route = { name, path } as Route;
      expect(matchRoute(buildRoute(route))).toEqual({ ok: true, route, query: [] });
    }),
    { numRuns: 500 },
  );
});

test('a built address holds nothing but unreserved characters, slashes and escapes', () => {
  fc.assert(
    fc.property(path, (path) => {
      expect(buildRoute({ name: 'node', path })).toMatch(
        /^\/api\/file_storage\/v1\/~\/(?:[A-Za-z0-9\-._~/]|%[0-9A-F]{2})+$/,
      );
    }),
  );
});

test('any name survives as raw bytes with only spaces and percent signs escaped', () => {
  fc.assert(
    fc.property(
      path.filter((path) => !/[?%]/.test(path) && !path.endsWith('/')),
      (path) => {
        const raw = Buffer.from(path.replaceAll(' ', '%20')).toString('latin1');
        expect(matchRoute(`/api/file_storage/v1/~/${raw}`)).toMatchObject({ ok: true, route: { name: 'node', path } });
      },
    ),
  );
});

test.each<[string, Route]>([
  ['/api/file_storage/v1', { name: 'user' }],
  ['/api/file_storage/v1/', { name: 'user' }],
  ['/api/file_storage/v1/volumes', { name: 'volumes' }],
  ['/api/file_storage/v1/volumes/', { name: 'volumes' }],
  ['/api/file_storage/v1/volumes/~/one/two/', { name: 'volume', path: 'one/two' }],
  ['/api/file_storage/v1/public_files', { name: 'public-files' }],
  ['/api/file_storage/v1/~/vol/', { name: 'node', path: 'vol' }],
  ['/api/file_storage/v1/%7E/vol/a', { name: 'node', path: 'vol/a' }],
  ['/api/file_storage/v1/~/vol%2Fa%2Fb', { name: 'node', path: 'vol/a/b' }],
  ['/api/file_storage/v1/~/vol/a+b', { name: 'node', path: 'vol/a+b' }],
  ['/api/file_storage/v1/~/vol/%2541', { name: 'node', path: 'vol/%41' }],
  ['/api/file_storage/v1/~/vol/100%.txt', { name: 'node', path: 'vol/100%.txt' }],
  ["/api/file_storage/v1/~/vol/a()[]'=,:!@$*+;", { name: 'node', path: "vol/a()[]'=,:!@$*+;" }],
  ['/api/file_storage/v1/~/Ubuntu One/a b', { name: 'node', path: 'Ubuntu One/a b' }],
  ['/api/file_storage/v1/~/vol/%EF%BB%BFbom', { name: 'node', path: 'vol/\ufeffbom' }],
  ['/api/file_storage/v1/content/~/vol/a', { name: 'content', path: 'vol/a' }],
  ['/api/file_storage/v1/volumes/~/', { name: 'no-volume', path: '~' }],
  ['/content/~/vol/a', { name: 'content', path: 'vol/a' }],
  ['/content/B12R09pcQz6s-EjMNbkbDw', { name: 'content-by-key', key: 'B12R09pcQz6s-EjMNbkbDw' }],
  [
    '/B12R09pcQz6s-EjMNbkbDw:EjRWeJq8Te-BI0VniavN7w',
    { name: 'by-id', id: 'B12R09pcQz6s-EjMNbkbDw:EjRWeJq8Te-BI0VniavN7w' },
  ],
  ['/6uWL2Ihxc4LdcasnLATDcr', { name: 'by-id', id: '6uWL2Ihxc4LdcasnLATDcr' }],
  ['/api/account', { name: 'account' }],
  ['/api/account/', { name: 'account' }],
  ['/api/quota', { name: 'quota' }],
  ['/api/time', { name: 'time' }],
  ['/oauth/sso-finished-so-get-tokens/', { name: 'oauth-ping' }],
  ['/oauth/sso-finished-so-get-tokens/a@b.org', { name: 'oauth-ping-email', email: 'a@b.org' }],
  ['/oauth/sso-finished-so-get-tokens/a%40b.org?platform=linux', { name: 'oauth-ping-email', email: 'a@b.org' }],
  ['/oauth/request/', { name: 'oauth-request' }],
  ['/oauth/authorize/?oauth_token=T', { name: 'oauth-authorize' }],
  ['/oauth/access', { name: 'oauth-access' }],
  ['/api/1.0/authentications?ws.op=authenticate', { name: 'sso1-authentications' }],
  ['/api/1.0/accounts?ws.op=me', { name: 'sso1-accounts' }],
  ['/api/v2/tokens/oauth', { name: 'sso2-tokens' }],
  ['/api/v2/tokens/oauth/abc', { name: 'sso2-token', key: 'abc' }],
  ['/api/v2/tokens/password', { name: 'sso2-password' }],
  ['/api/v2/accounts', { name: 'sso2-accounts' }],
  ['/api/v2/accounts/LExxPE3', { name: 'sso2-account', openid: 'LExxPE3' }],
  ['https://one.ubuntu.com/api/file_storage/v1/~/vol', { name: 'node', path: 'vol' }],
])('%s is understood', (target, route) => {
  expect(matchRoute(target)).toMatchObject({ ok: true, route });
});

test.each([
  ['/api/file_storage/v1/~/vol/%ff', 400],
  ['/api/file_storage/v1/~/vol/%c0%80', 400],
  ['/api/file_storage/v1/~/vol/%ED%A0%80', 400],
  ['/api/file_storage/v1/~/vol/../etc', 400],
  ['/api/file_storage/v1/~/vol/%2e%2e/etc', 400],
  ['/api/file_storage/v1/~/vol/.', 400],
  ['/api/file_storage/v1/~/vol/a%00b', 400],
  ['/api/file_storage/v1/~/vol//a', 400],
  ['/elsewhere/../api', 400],
  ['/api/file_storage/v1/~', 404],
  ['/api/file_storage/v1x', 404],
  ['/api/file_storage', 404],
  ['/content/~', 404],
  ['/', 404],
  ['*', 404],
])('%s is refused with %i', (target, status) => {
  expect(matchRoute(target)).toMatchObject({ ok: false, status });
});

test('the query is decoded with plus as a space and a raw at sign left', () => {
  const match = matchRoute('/api/1.0/authentications?ws.op=authenticate&token_name=Ubuntu+One%20@%20host');
  expect(match.ok && match.query).toEqual([
    ['ws.op', 'authenticate'],
    ['token_name', 'Ubuntu One @ host'],
  ]);
});

test('a query is written after the address', () => {
  expect(buildRoute({ name: 'node', path: 'a b' }, [['include_children', 'true']])).toBe(
    '/api/file_storage/v1/~/a%20b?include_children=true',
  );
});

test('names that no cloud takes are refused before anything is asked', () => {
  for (const path of ['', 'a//b', 'a/../b', '.', 'a\0b', '/a', 'a/']) {
    expect(() => buildRoute({ name: 'node', path })).toThrow(expect.objectContaining({ code: 'invalid-name' }));
  }
  expect(() => buildRoute({ name: 'node', path: 'a\udc80' })).toThrow(
    expect.objectContaining({ code: 'invalid-name' }),
  );
});

test('a content path is escaped as it was given', () => {
  expect(buildContentPath('/content/~/Ubuntu One/café (1)%41.txt')).toBe(
    '/content/~/Ubuntu%20One/caf%C3%A9%20%281%29%2541.txt',
  );
});
