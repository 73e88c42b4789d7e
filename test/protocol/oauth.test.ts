import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credentials, SignatureMethod } from '../../source/protocol/credentials.ts';
import { parseCredentials } from '../../source/protocol/credentials.ts';
import { hmacSha1, signatureBase } from '../../source/protocol/oauth-base.ts';
import { signHeader } from '../../source/protocol/oauth-sign.ts';
import { parseOAuth, verifyOAuth } from '../../source/protocol/oauth-verify.ts';
import type { OAuthClaim, OAuthRequest, PathVariant } from '../../source/protocol/oauth-verify.ts';
import { encodeBytes } from '../../source/protocol/path-codec.ts';
import { buildRoute } from '../../source/protocol/routes.ts';
import { decodePairs, splitTarget } from '../../source/protocol/target.ts';
import { baseStringOf, signTarget } from './sign-otherwise.ts';

const credentials: Credentials = { consumerKey: 'ck', consumerSecret: 'cs', token: 'tk', tokenSecret: 'ts' };
const API = 'https://one.ubuntu.com';

function sign(method: string, origin: string, target: string, signatureMethod: SignatureMethod = 'HMAC-SHA1'): string {
  return signHeader({ method, origin, target, credentials, signatureMethod, nonce: 'n0nce', now: 1_300_000_000_999 });
}

function claimOf(request: OAuthRequest): OAuthClaim {
  const parsed = parseOAuth(request);
  if (parsed.kind !== 'claim') throw new Error(`no claim: ${JSON.stringify(parsed)}`);
  return parsed.claim;
}

function verify(
  request: OAuthRequest,
  origins: readonly string[] = [API],
  secrets: object = credentials,
): PathVariant | null {
  return verifyOAuth({ request, claim: claimOf(request), secrets: secrets as Credentials, origins });
}

test.each([
  ['GET', API, '/api/file_storage/v1', 'nyVSJpIAVUQrrso2zKQWRsOSC3g='],
  ['GET', API, '/api/file_storage/v1/~/Ubuntu%20One?include_children=true', 'Cj13jFsLkLBleE07QaofAkGRm1I='],
  [
    'PUT',
    'https://files.one.ubuntu.com',
    '/content/~/Ubuntu%20One/caf%C3%A9%20(1).txt',
    '9WEJeUWiBNm+lPUBIlHkBNu4Xig=',
  ],
])('the vector of protocol.md, %s %s%s', (method, origin, target, signature) => {
  const authorization = sign(method, origin, target);
  const request = { method, target, authorization };
  expect(claimOf(request).signature).toBe(signature);
  expect(verify(request, [origin])).toBe('as-sent');
});

const rfcOAuth = [
  ['oauth_consumer_key', '9djdj82h48djs9d2'],
  ['oauth_token', 'kkk9d7dh3k39sjv7'],
  ['oauth_signature_method', 'HMAC-SHA1'],
  ['oauth_timestamp', '137131201'],
  ['oauth_nonce', '7d8f3e4a'],
] as const;
const RFC_TARGET = '/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b';
const RFC_BASE =
  'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26' +
  'oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26' +
  'oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7';

test('the base string of RFC 5849 §3.4.1.1 comes out of the package, fenced in', () => {
  const body = decodePairs('c2&a3=2+q');
  expect(baseStringOf({ method: 'post', origin: 'http://EXAMPLE.COM:80', target: RFC_TARGET, body }, rfcOAuth)).toBe(
    RFC_BASE,
  );
});

test('the base string of RFC 5849 §3.4.1.1 comes out of the verifier', () => {
  const { path, query } = splitTarget(RFC_TARGET);
  const pairs = [...decodePairs(query), ...decodePairs('c2&a3=2+q'), ...rfcOAuth];
  expect(
    signatureBase({ method: 'post', origin: 'http://EXAMPLE.COM:80', escapedPath: encodeBytes(path), pairs }),
  ).toBe(RFC_BASE);
});

test('PLAINTEXT is both secrets, escaped again in the header', () => {
  const authorization = sign('GET', API, '/api/quota/', 'PLAINTEXT');
  expect(authorization).toContain('oauth_signature="cs%26ts"');
  expect(verify({ method: 'GET', target: '/api/quota/', authorization })).toBe('plaintext');
  // A PLAINTEXT signature holds for every verb.
  expect(verify({ method: 'DELETE', target: '/other', authorization })).toBe('plaintext');
});

test.each<SignatureMethod>(['HMAC-SHA1', 'PLAINTEXT'])('%s in the query', (signatureMethod) => {
  const target = signTarget({
    method: 'GET',
    origin: API,
    target: '/api/file_storage/v1/~/a?include_children=true',
    credentials,
    signatureMethod,
    nonce: 'n',
    now: 1e12,
  });
  const request = { method: 'GET', target, authorization: undefined };
  expect(claimOf(request)).toMatchObject({ place: 'query', token: 'tk', nonce: 'n', timestamp: 1e9 });
  expect(verify(request)).not.toBeNull();
  expect(verify({ ...request, target: target.replace('tk', 'tl') })).toBe(
    signatureMethod === 'PLAINTEXT' ? 'plaintext' : null,
  );
});

/** Names that a plain object has of itself or keeps in another order, and one that comes several times. */
const oddPairs: [string, string][][] = [
  [['__proto__', '']],
  [
    ['__proto__', 'b'],
    ['__proto__', 'a'],
  ],
  [
    ['constructor', 'x'],
    ['toString', ''],
    ['hasOwnProperty', 'y'],
  ],
  [
    ['10', 'a'],
    ['9', 'b'],
    ['9', 'a'],
    ['', 'z'],
  ],
];

test('signing and verifying agree on any path, query and secret', () => {
  const text = fc.string({ unit: 'grapheme' });
  const name = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => !/^\.{1,2}$|[/\0]/.test(each));
  fc.assert(
    fc.property(
      name,
      fc.array(fc.tuple(text, text)),
      fc.tuple(text, text),
      (name, pairs, [consumerSecret, tokenSecret]) => {
        const own = pairs.filter(([key]) => !key.startsWith('oauth_') && key !== 'realm');
        const target = buildRoute({ name: 'node', path: name }, own);
        const all = { ...credentials, consumerSecret, tokenSecret };
        const signed = {
          method: 'PUT',
          origin: API,
          target,
          credentials: all,
          signatureMethod: 'HMAC-SHA1',
          nonce: 'n',
          now: 0,
        } as const;
        const inHeader = { method: 'PUT', target, authorization: signHeader(signed) };
        expect(verify(inHeader, [API], all)).not.toBeNull();
        expect(verify(inHeader, [API], { ...all, tokenSecret: `${tokenSecret}x` })).toBeNull();
        expect(verify({ ...inHeader, method: 'GET' }, [API], all)).toBeNull();
        expect(
          verify({ method: 'PUT', target: signTarget(signed), authorization: undefined }, [API], all),
        ).not.toBeNull();
      },
    ),
    { examples: oddPairs.map((pairs) => ['\u0001', pairs, ['', '']]) },
  );
});

test.each<[PathVariant, string, string]>([
  ['as-sent', "/content/~/Ubuntu%20One/a(1)'!.txt", "/content/~/Ubuntu%20One/a(1)'!.txt"],
  ['re-encoded', "/content/~/Ubuntu%20One/a(1)'!.txt", '/content/~/Ubuntu%20One/a%281%29%27%21.txt'],
  ['re-encoded', '/content/%7E/b', '/content/~/b'],
  ['decoded', '/content/~/Ubuntu%20One/b', '/content/~/Ubuntu One/b'],
  ['decoded', '/content/~/caf%C3%A9', '/content/~/café'],
  ['cut-at-space', '/api/file_storage/v1/~/Ubuntu One/b?include_children=true', '/api/file_storage/v1/~/Ubuntu'],
])('a path signed %s is accepted: sent %s, signed %s', (variant, sent, signed) => {
  const pairs = [
    ...decodePairs(splitTarget(signed).query),
    ['oauth_consumer_key', 'ck'],
    ['oauth_nonce', 'n'],
  ] as const;
  const base = baseStringOf({ method: 'GET', origin: API, target: signed }, [
    ...pairs.slice(-2),
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '1'],
    ['oauth_token', 'tk'],
  ] as never);
  const signature = hmac(base);
  const authorization = `OAuth oauth_consumer_key=ck,oauth_nonce=n, oauth_signature_method="HMAC-SHA1",oauth_timestamp="1",oauth_token="tk",oauth_signature="${signature}"`;
  expect(verify({ method: 'GET', target: sent, authorization })).toBe(variant);
});

test('raw UTF-8 bytes in the target fit a signature over them', () => {
  const target = Buffer.from('/content/~/café').toString('latin1');
  const base = signatureBase({
    method: 'GET',
    origin: API,
    escapedPath: '%2Fcontent%2F~%2Fcaf%C3%A9',
    pairs: [
      ['oauth_consumer_key', 'ck'],
      ['oauth_nonce', 'n'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '1'],
      ['oauth_token', 'tk'],
    ],
  });
  const authorization = `OAuth oauth_consumer_key="ck", oauth_nonce="n", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1", oauth_token="tk", oauth_signature="${encodeURIComponent(hmac(base))}"`;
  expect(verify({ method: 'GET', target, authorization })).toBe('as-sent');
});

test('an absolute-form target, a realm, a body hash and any order are taken', () => {
  const header = sign('GET', 'http://h:8080', '/api/quota/').slice('OAuth '.length);
  const authorization = `oauth realm="x, y", ${header.split(', ').toReversed().join(',')}`;
  expect(verify({ method: 'GET', target: 'http://h:8080/api/quota/', authorization }, ['http://h:8080'])).toBe(
    'as-sent',
  );
  const plain = `${sign('PUT', API, '/x', 'PLAINTEXT')}, oauth_body_hash="2jmj7l5rSw0yVb/vlWAYkK/YBwk="`;
  expect(verify({ method: 'PUT', target: '/x', authorization: plain })).toBe('plaintext');
});

test('several candidate origins are tried, default ports and case do not matter', () => {
  const authorization = sign('GET', 'https://ONE.ubuntu.com:443', '/api/quota/');
  const request = { method: 'GET', target: '/api/quota/', authorization };
  expect(verify(request, ['http://one.ubuntu.com', 'https://one.ubuntu.com'])).toBe('as-sent');
  expect(verify(request, ['http://one.ubuntu.com'])).toBeNull();
});

test('a repeated parameter, an unknown method and a missing key are malformed', () => {
  const header = sign('GET', API, '/x');
  const parse = (authorization: string) => parseOAuth({ method: 'GET', target: '/x', authorization }).kind;
  expect(parse(header)).toBe('claim');
  expect(parse(`${header}, oauth_token="other"`)).toBe('malformed');
  expect(parse(header.replace('HMAC-SHA1', 'RSA-SHA1'))).toBe('malformed');
  expect(parse(header.replace('oauth_consumer_key="ck"', 'oauth_consumer_key=""'))).toBe('malformed');
  expect(parse(header.replace('1300000000', 'soon'))).toBe('malformed');
  expect(parse(header.replace('oauth_version="1.0"', 'oauth_version="2.0"'))).toBe('malformed');
  expect(parse(header.replace(/oauth_nonce="[^"]*", /, ''))).toBe('malformed');
  expect(parse(header.replace('oauth_version="1.0"', 'x="y"'))).toBe('claim');
  expect(parse('OAuth')).toBe('malformed');
  expect(parseOAuth({ method: 'GET', target: '/x?a=b', authorization: 'Basic abc' }).kind).toBe('none');
  expect(parseOAuth({ method: 'GET', target: '/x', authorization: undefined }).kind).toBe('none');
});

test('a token that is not there yet is null', () => {
  const authorization =
    'OAuth oauth_consumer_key="ubuntuone", oauth_signature_method="PLAINTEXT", oauth_signature="hammertime%26", oauth_callback="oob"';
  const request = { method: 'POST', target: '/oauth/request/', authorization };
  expect(claimOf(request)).toMatchObject({ token: null, nonce: null, timestamp: null, callback: 'oob' });
  expect(verify(request, [API], { consumerSecret: 'hammertime', tokenSecret: '' })).toBe('plaintext');
});

test('the four parts with colons are read', () => {
  expect(parseCredentials('ck:cs:tk:ts\n')).toEqual(credentials);
  for (const text of ['', 'ck:cs:tk', 'ck::tk:ts', 'a:b:c:d:e']) expect(parseCredentials(text)).toBeNull();
});

function hmac(base: string): string {
  return hmacSha1(base, 'cs&ts');
}
