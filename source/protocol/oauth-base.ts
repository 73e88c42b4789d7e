import { createHmac } from 'node:crypto';
import { encodeComponent } from './path-codec.ts';
import type { Pairs } from './target.ts';

/** What a signature is made over (RFC 5849 §3.4.1), the path already in the form that is escaped once more. */
export interface SignedParts {
  readonly method: string;
  /** `scheme://host[:port]`, any case, a default port or none. */
  readonly origin: string;
  /** The path escaped for the base string, so that every way a client wrote it can be tried. */
  readonly escapedPath: string;
  /** All parameters of query and header, decoded, without `realm` and `oauth_signature`. */
  readonly pairs: Pairs;
}

export interface Secrets {
  readonly consumerSecret: string;
  /** Empty where there is no token yet. */
  readonly tokenSecret: string;
}

/** The base string of RFC 5849 §3.4.1.1. */
export function signatureBase({ method, origin, escapedPath, pairs }: SignedParts): string {
  const parameters = encodeComponent(parameterString(pairs));
  return `${method.toUpperCase()}&${encodeComponent(normalizeOrigin(origin))}${escapedPath}&${parameters}`;
}

/** All parameters, escaped and in order (RFC 5849 §3.4.1.3.2). */
export function parameterString(pairs: Pairs): string {
  return pairs
    .map(([name, value]) => [encodeComponent(name), encodeComponent(value)] as const)
    .toSorted((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** `esc(consumer secret)&esc(token secret)`: the key of HMAC, and the whole signature of PLAINTEXT. */
export function signingKey({ consumerSecret, tokenSecret }: Secrets): string {
  return `${encodeComponent(consumerSecret)}&${encodeComponent(tokenSecret)}`;
}

/** HMAC-SHA1 in base64. */
export function hmacSha1(base: string, key: string): string {
  return createHmac('sha1', key).update(base).digest('base64');
}

/** Lower case and without the port where it is the scheme's own (RFC 5849 §3.4.1.2). */
export function normalizeOrigin(origin: string): string {
  const lower = origin.toLowerCase();
  if (lower.startsWith('http://')) return lower.replace(/:80$/, '');
  return lower.replace(/:443$/, '');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
