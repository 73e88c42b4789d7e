import OAuth from 'oauth-1.0a';
import type { Credentials, SignatureMethod } from './credentials.ts';
import { hmacSha1, normalizeOrigin, parameterString } from './oauth-base.ts';
import { encodeComponent } from './path-codec.ts';
import { decodePairs, splitTarget } from './target.ts';
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

/** The value of the `Authorization` header (RFC 5849 §3.5.1). */
export function signHeader(request: Signable): string {
  const { consumerKey, consumerSecret, token, tokenSecret } = request.credentials;
  const { path, query } = splitTarget(request.target);
  const oauth = createOAuth(
    {
      consumer: { key: consumerKey, secret: consumerSecret },
      signature_method: request.signatureMethod,
      hash_function: request.signatureMethod === 'PLAINTEXT' ? (_base, key) => key : hmacSha1,
    },
    decodePairs(query),
  );
  // The package's own comes from Math.random.
  oauth.getNonce = () => request.nonce;
  oauth.getTimeStamp = () => Math.floor(request.now / 1000);
  // Given a whole URL the package strays from RFC 5849 (case of the host, port 80, keys escaped twice, `+`).
  const url = normalizeOrigin(request.origin) + path;
  const authorization = oauth.authorize({ url, method: request.method }, { key: token, secret: tokenSecret });
  return oauth.toHeader(authorization).Authorization;
}

/**
 * The package keeps parameters in plain objects, where the name `__proto__` is lost and numbers change places, so their
 * string is made from pairs.
 */
export function createOAuth(options: OAuth.Options, pairs: Pairs): OAuth {
  const oauth = new OAuth(options);
  // The same escapes, at once for what needs none: the package's own look five times for what they leave.
  oauth.percentEncode = encodeComponent;
  oauth.getParameterString = (_request, fields) =>
    parameterString([...pairs, ...Object.entries(fields).map(([name, value]) => [name, String(value)] as const)]);
  return oauth;
}
