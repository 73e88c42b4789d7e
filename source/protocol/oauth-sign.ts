import type { Credentials, SignatureMethod } from './credentials.ts';
import { hmacSha1, signatureBase, signingKey } from './oauth-base.ts';
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
  const { consumerKey, token } = request.credentials;
  const pairs: Pairs = [
    ['oauth_consumer_key', consumerKey],
    ['oauth_nonce', request.nonce],
    ['oauth_signature_method', request.signatureMethod],
    ['oauth_timestamp', String(Math.floor(request.now / 1000))],
    ['oauth_token', token],
    ['oauth_version', '1.0'],
  ];
  const signed: Pairs = [...pairs, ['oauth_signature', signatureOf(request, pairs)]];
  return `OAuth ${signed.map(([name, value]) => `${name}="${encodeComponent(value)}"`).join(', ')}`;
}

function signatureOf({ method, origin, target, credentials, signatureMethod }: Signable, pairs: Pairs): string {
  const key = signingKey(credentials);
  if (signatureMethod === 'PLAINTEXT') return key;
  const { path, query } = splitTarget(target);
  const escapedPath = encodeComponent(path);
  return hmacSha1(signatureBase({ method, origin, escapedPath, pairs: [...decodePairs(query), ...pairs] }), key);
}
