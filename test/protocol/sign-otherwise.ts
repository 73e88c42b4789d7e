// Signing by a package of others: what ours are held against.
import OAuth from 'oauth-1.0a';
import { hmacSha1, normalizeOrigin, parameterString } from '../../source/protocol/oauth-base.ts';
import type { Signable } from '../../source/protocol/oauth-sign.ts';
import { decodePairs, encodePairs, splitTarget } from '../../source/protocol/target.ts';
import type { Pairs } from '../../source/protocol/target.ts';

/** The value of the `Authorization` header, as the package makes it. */
export function packageHeader(request: Signable): string {
  const { oauth, authorization } = authorize(request);
  return oauth.toHeader(authorization).Authorization;
}

/** The target with all `oauth_*` parameters in its query, for clients that can set no header. */
export function signTarget(request: Signable): string {
  const { authorization } = authorize(request);
  const pairs: Pairs = Object.entries(authorization).map(([name, value]) => [name, String(value)]);
  return `${request.target}${request.target.includes('?') ? '&' : '?'}${encodePairs(pairs)}`;
}

/** The base string that is signed, for the tests that hold it to RFC 5849 §3.4.1.1. */
export function baseStringOf(
  request: Pick<Signable, 'method' | 'origin' | 'target'> & { readonly body?: Pairs },
  oauthPairs: Pairs,
): string {
  const { url, query } = splitRequest(request);
  const oauth = createOAuth({ consumer: { key: '', secret: '' } }, [...query, ...(request.body ?? [])]);
  const fields = Object.fromEntries(oauthPairs) as unknown as OAuth.Data;
  return oauth.getBaseString({ url, method: request.method }, fields);
}

function authorize(request: Signable): { oauth: OAuth; authorization: OAuth.Authorization } {
  const { consumerKey, consumerSecret, token, tokenSecret } = request.credentials;
  const { url, query } = splitRequest(request);
  const consumer = { key: consumerKey, secret: consumerSecret };
  const isPlain = request.signatureMethod === 'PLAINTEXT';
  const options = { consumer, signature_method: request.signatureMethod };
  const oauth = createOAuth({ ...options, hash_function: isPlain ? (_base, key) => key : hmacSha1 }, query);
  // The package's own comes from Math.random.
  oauth.getNonce = () => request.nonce;
  oauth.getTimeStamp = () => Math.floor(request.now / 1000);
  return {
    oauth,
    authorization: oauth.authorize({ url, method: request.method }, { key: token, secret: tokenSecret }),
  };
}

/**
 * The package keeps parameters in plain objects, where the name `__proto__` is lost and numbers change places, so their
 * string is made from pairs.
 */
function createOAuth(options: OAuth.Options, pairs: Pairs): OAuth {
  const oauth = new OAuth(options);
  oauth.getParameterString = (_request, fields) =>
    parameterString([...pairs, ...Object.entries(fields).map(([name, value]) => [name, String(value)] as const)]);
  return oauth;
}

/**
 * Given a whole URL the package strays from RFC 5849 (case of the host, port 80, keys escaped twice, `+`), so it gets the
 * bare address.
 */
function splitRequest({ origin, target }: Pick<Signable, 'origin' | 'target'>): { url: string; query: Pairs } {
  const { path, query } = splitTarget(target);
  return { url: normalizeOrigin(origin) + path, query: decodePairs(query) };
}
