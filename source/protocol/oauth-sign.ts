import OAuth from 'oauth-1.0a';
import type { Credentials, SignatureMethod } from './credentials.ts';
import { hmacSha1, normalizeOrigin } from './oauth-base.ts';
import { decodePairs, encodePairs, splitTarget } from './target.ts';
import type { Pairs } from './target.ts';

/** A request to be signed. Bodies are never signed (protocol §4.4). */
export interface Signable {
  readonly method: string;
  /** `scheme://host[:port]`. */
  readonly origin: string;
  /** Path and query exactly as they will be sent. */
  readonly target: string;
  readonly credentials: Credentials;
  readonly signatureMethod: SignatureMethod;
  /** Used once. */
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The value of the `Authorization` header. */
export function signHeader(request: Signable): string {
  const { oauth, authorization } = authorize(request);
  return oauth.toHeader(authorization).Authorization;
}

/** The target with all `oauth_*` parameters in its query, for clients that can set no header. */
export function signTarget(request: Signable): string {
  const { authorization } = authorize(request);
  // The package mixes the request's own parameters in.
  const own = Object.entries(authorization).filter(([name]) => name.startsWith('oauth_'));
  const pairs: Pairs = own.map(([name, value]) => [name, String(value)]);
  return `${request.target}${request.target.includes('?') ? '&' : '?'}${encodePairs(pairs)}`;
}

/** The base string that the package makes, for the tests that hold it to RFC 5849 §3.4.1.1. */
export function baseStringOf(
  request: Pick<Signable, 'method' | 'origin' | 'target'> & { readonly body?: Pairs },
  oauthPairs: Pairs,
): string {
  const oauth = new OAuth({ consumer: { key: '', secret: '' } });
  const { path, query } = splitTarget(request.target);
  const fields = Object.fromEntries(oauthPairs) as unknown as OAuth.Data;
  const data = groupPairs([...decodePairs(query), ...(request.body ?? [])]);
  return oauth.getBaseString({ url: normalizeOrigin(request.origin) + path, method: request.method, data }, fields);
}

/**
 * Given a whole URL the package strays from RFC 5849 (case of the host, port 80, keys escaped twice, `+`), so it gets the
 * bare address and the decoded pairs; and its own nonce comes from Math.random, so ours replaces it.
 */
function authorize(request: Signable): { oauth: OAuth; authorization: OAuth.Authorization } {
  const { consumerKey, consumerSecret, token, tokenSecret } = request.credentials;
  const oauth = new OAuth({
    consumer: { key: consumerKey, secret: consumerSecret },
    signature_method: request.signatureMethod,
    hash_function: request.signatureMethod === 'PLAINTEXT' ? (_base, key) => key : hmacSha1,
  });
  oauth.getNonce = () => request.nonce;
  oauth.getTimeStamp = () => Math.floor(request.now / 1000);
  const { path, query } = splitTarget(request.target);
  const url = normalizeOrigin(request.origin) + path;
  const signed = { url, method: request.method, data: groupPairs(decodePairs(query)) };
  return { oauth, authorization: oauth.authorize(signed, { key: token, secret: tokenSecret }) };
}

/** Repeated names become one name with a list, as the package wants them. */
function groupPairs(pairs: Pairs): Record<string, string | string[]> {
  const grouped = new Map<string, string[]>();
  for (const [name, value] of pairs) grouped.set(name, [...(grouped.get(name) ?? []), value]);
  return Object.fromEntries(
    [...grouped].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')]),
  );
}
