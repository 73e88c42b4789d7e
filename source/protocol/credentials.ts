/** What signs a request: four strings from sign-in (protocol §4.4). */
export interface Credentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly token: string;
  readonly tokenSecret: string;
}

export type SignatureMethod = 'HMAC-SHA1' | 'PLAINTEXT';

/** `consumer:consumer_secret:token:token_secret`, as other clients wrote it (protocol §4.6); null when it is not that. */
export function parseCredentials(text: string): Credentials | null {
  const [consumerKey, consumerSecret, token, tokenSecret, ...more] = text.trim().split(':');
  if (!consumerKey || !consumerSecret || !token || !tokenSecret || more.length > 0) return null;
  return { consumerKey, consumerSecret, token, tokenSecret };
}
