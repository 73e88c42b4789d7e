// What the client does not send itself: parameters in the query, and the string that is signed.
import type OAuth from 'oauth-1.0a';
import { hmacSha1, normalizeOrigin } from '../../source/protocol/oauth-base.ts';
import { createOAuth, type Signable } from '../../source/protocol/oauth-sign.ts';
import { decodePairs, encodePairs, splitTarget } from '../../source/protocol/target.ts';
import type { Pairs } from '../../source/protocol/target.ts';

/** The target with all `oauth_*` parameters in its query, for clients that can set no header. */
export function signTarget(request: Signable): string {
  const authorization = authorize(request);
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

function authorize(request: Signable): OAuth.Authorization {
  const { consumerKey, consumerSecret, token, tokenSecret } = request.credentials;
  const { url, query } = splitRequest(request);
  const consumer = { key: consumerKey, secret: consumerSecret };
  const isPlain = request.signatureMethod === 'PLAINTEXT';
  const options = { consumer, signature_method: request.signatureMethod };
  const oauth = createOAuth({ ...options, hash_function: isPlain ? (_base, key) => key : hmacSha1 }, query);
  // The package's own comes from Math.random.
  oauth.getNonce = () => request.nonce;
  oauth.getTimeStamp = () => Math.floor(request.now / 1000);
  return oauth.authorize({ url, method: request.method }, { key: token, secret: tokenSecret });
}

/**
 * Given a whole URL the package strays from RFC 5849 (case of the host, port 80, keys escaped twice, `+`), so it gets the
 * bare address.
 */
function splitRequest({ origin, target }: Pick<Signable, 'origin' | 'target'>): { url: string; query: Pairs } {
  const { path, query } = splitTarget(target);
  return { url: normalizeOrigin(origin) + path, query: decodePairs(query) };
}
