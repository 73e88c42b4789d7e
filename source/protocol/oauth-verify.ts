import { hash, timingSafeEqual } from 'node:crypto';
import type { SignatureMethod } from './credentials.ts';
import { hmacSha1, signatureBase, signingKey } from './oauth-base.ts';
import type { Secrets } from './oauth-base.ts';
import { decodeRaw, encodeBytes, rawBytes } from './path-codec.ts';
import { decodePairs, splitTarget, valueOf } from './target.ts';
import type { Pairs } from './target.ts';

/** A request as it came in, nothing tidied. */
export interface OAuthRequest {
  readonly method: string;
  /** The request target as sent, one character a byte; origin or absolute form. */
  readonly target: string;
  readonly authorization: string | undefined;
}

/** What a request says of its signature. Nothing of it is proved before `verifyOAuth`. */
export interface OAuthClaim {
  readonly place: 'header' | 'query';
  readonly consumerKey: string;
  /** Null in the first step of the web flow, where there is no token yet. */
  readonly token: string | null;
  readonly signatureMethod: SignatureMethod;
  readonly signature: string;
  /** Null where PLAINTEXT came without. */
  readonly nonce: string | null;
  /** Seconds since 1970; null where PLAINTEXT came without. */
  readonly timestamp: number | null;
  readonly callback: string | null;
  readonly verifier: string | null;
  /** All parameters under the signature but those of the query. */
  readonly headerPairs: Pairs;
}

export type ParsedOAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'claim'; readonly claim: OAuthClaim };

/** Which reading of the path made the signature fit (protocol §4.4), for logs and tests. */
export type PathVariant = 'plaintext' | 'as-sent' | 're-encoded' | 'decoded' | 'cut-at-space';

export interface OAuthCheck {
  readonly request: OAuthRequest;
  readonly claim: OAuthClaim;
  readonly secrets: Secrets;
  /** `scheme://host[:port]` candidates: what the client may have signed, proxies considered. */
  readonly origins: readonly string[];
}

/** Reads the OAuth parameters of a request, from the header or else the query (protocol §4.4), without checking them. */
export function parseOAuth({ target, authorization }: OAuthRequest): ParsedOAuth {
  const header = parseHeader(authorization);
  const query = decodePairs(splitTarget(target).query);
  if (header !== null) return toClaim('header', header, header);
  if (query.some(([name]) => name === 'oauth_signature' || name === 'oauth_consumer_key'))
    return toClaim('query', query, []);
  return { kind: 'none' };
}

/**
 * Checks the signature against the secrets the caller looked up, trying each origin and each way clients wrote the path.
 * Answers the variant that fits; null when none does. Compares in constant time.
 */
export function verifyOAuth(check: OAuthCheck): PathVariant | null {
  const { claim, request, origins } = check;
  const key = signingKey(check.secrets);
  if (claim.signatureMethod === 'PLAINTEXT') return isSame(claim.signature, key) ? 'plaintext' : null;
  // A raw `+` of base64 in a query was read as a space.
  const signature = Buffer.from(claim.signature.replaceAll(' ', '+'));
  for (const { variant, escapedPath, query } of pathVariants(request.target)) {
    const pairs = signedPairs(claim, query);
    for (const origin of origins) {
      const base = signatureBase({ method: request.method, origin, escapedPath, pairs });
      const right = Buffer.from(hmacSha1(base, key));
      // How long a signature is everybody knows.
      if (signature.byteLength === right.byteLength && timingSafeEqual(signature, right)) return variant;
    }
  }
  return null;
}

interface VariantParts {
  readonly variant: PathVariant;
  readonly escapedPath: string;
  readonly query: string;
}

/** The ways clients are known to have signed a path, in the order they are tried (protocol §4.4). */
function* pathVariants(target: string): Generator<VariantParts> {
  const { path, query } = splitTarget(target);
  yield { variant: 'as-sent', escapedPath: encodeBytes(path), query };
  const bytes = rawBytes(path);
  yield { variant: 're-encoded', escapedPath: encodeBytes(encodeBytes(bytes, '/')), query };
  yield { variant: 'decoded', escapedPath: encodeBytes(bytes), query };
  if (!target.includes(' ')) return;
  const cut = splitTarget(target.slice(0, target.indexOf(' ')));
  yield { variant: 'cut-at-space', escapedPath: encodeBytes(cut.path), query: cut.query };
}

function signedPairs(claim: OAuthClaim, query: string): Pairs {
  return [...decodePairs(query), ...claim.headerPairs].filter(
    ([name]) => name !== 'oauth_signature' && name !== 'realm',
  );
}

function isSame(given: string, right: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', right, 'buffer'));
}

/** Sticky, so that a hostile header costs linear time. */
const PAIR = /[\s,]*([^\s=,"]+)\s*=\s*(?:"([^"]*)"|([^\s,"]*))/y;

/** The parameters of an `Authorization: OAuth …` header; null when it is none. Values may be quoted and escaped or not. */
function parseHeader(authorization: string | undefined): Pairs | null {
  const scheme = /^\s*OAuth(?:\s+|$)/i.exec(authorization ?? '');
  if (authorization === undefined || scheme === null) return null;
  const pairs: [string, string][] = [];
  const pattern = new RegExp(PAIR);
  pattern.lastIndex = scheme[0].length;
  for (let match = pattern.exec(authorization); match !== null; match = pattern.exec(authorization)) {
    const [, name = '', quoted, bare] = match;
    const value = quoted ?? bare ?? '';
    pairs.push([decodeRaw(name) ?? name, decodeRaw(value) ?? value]);
  }
  return pairs;
}

function toClaim(place: OAuthClaim['place'], pairs: Pairs, headerPairs: Pairs): ParsedOAuth {
  const message = claimFault(pairs);
  if (message !== null) return { kind: 'malformed', message };
  const timestamp = valueOf(pairs, 'oauth_timestamp') || null;
  const claim: OAuthClaim = {
    place,
    consumerKey: valueOf(pairs, 'oauth_consumer_key') ?? '',
    token: valueOf(pairs, 'oauth_token') || null,
    signatureMethod: valueOf(pairs, 'oauth_signature_method') === 'PLAINTEXT' ? 'PLAINTEXT' : 'HMAC-SHA1',
    signature: valueOf(pairs, 'oauth_signature') ?? '',
    nonce: valueOf(pairs, 'oauth_nonce') || null,
    timestamp: timestamp === null ? null : Number(timestamp),
    callback: valueOf(pairs, 'oauth_callback'),
    verifier: valueOf(pairs, 'oauth_verifier'),
    headerPairs,
  };
  return { kind: 'claim', claim };
}

/** Why the parameters are no OAuth 1.0 (RFC 5849 §3.2); null when they are. */
function claimFault(pairs: Pairs): string | null {
  const names = pairs.map(([name]) => name).filter((name) => name.startsWith('oauth_'));
  if (new Set(names).size !== names.length) return 'An OAuth parameter is given twice';
  const method = valueOf(pairs, 'oauth_signature_method');
  if (method !== 'HMAC-SHA1' && method !== 'PLAINTEXT') return 'The signature method is not known';
  if (!valueOf(pairs, 'oauth_consumer_key') || !valueOf(pairs, 'oauth_signature'))
    return 'An OAuth parameter is missing';
  const version = valueOf(pairs, 'oauth_version');
  if (version !== null && version !== '1.0') return 'The OAuth version is not known';
  const timestamp = valueOf(pairs, 'oauth_timestamp');
  if (timestamp && !/^\d{1,12}$/.test(timestamp)) return 'The timestamp is not a number';
  const isBare = !timestamp || !valueOf(pairs, 'oauth_nonce');
  return method === 'HMAC-SHA1' && isBare ? 'An OAuth parameter is missing' : null;
}
