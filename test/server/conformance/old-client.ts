import { createHmac } from 'node:crypto';
import type { Credentials } from '../../../source/protocol/credentials.ts';
import { exchange, parse } from './raw.ts';
import type { RawAnswer } from './raw.ts';

/** How one of the clients of 2011–2014 wrote and signed its requests. */
export interface Manner {
  readonly method: 'HMAC-SHA1' | 'PLAINTEXT';
  /** Where the OAuth parameters go. */
  readonly place: 'header' | 'query';
  /** The path as it goes under the signature; as it is sent where nothing is said. */
  readonly signPath?: (path: string) => string;
  /** Headers that it sends with everything. */
  readonly headers?: string;
  /** One for all requests where the client had one. */
  readonly nonce?: string;
  /** Parameters besides the usual ones. */
  readonly extra?: Readonly<Record<string, string>>;
  /** Nothing is said of the version where false. */
  readonly hasVersion?: boolean;
}

export interface OldRequest {
  readonly headers?: string;
  readonly body?: string;
}

export type Send = (
  verb: string,
  target: string,
  request?: OldRequest,
) => Promise<RawAnswer & { readonly json: unknown }>;

/** Escapes as `urllib.quote(text, safe)` of Python did. */
export function quote(text: string, safe = '/~'): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCodePoint(byte);
    return /[A-Za-z0-9_.-]/.test(character) || safe.includes(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

const escape = (text: string): string => quote(text, '~');

/** A client of that manner: raw bytes on a connection of its own for each request. */
export function createOldClient(origin: string, credentials: Credentials, manner: Manner): Send {
  let count = 0;
  return async (verb, target, { headers = '', body } = {}) => {
    count += 1;
    const oauth = oauthParameters(credentials, manner, `n${count}`);
    const signature = sign({ origin, verb, target, oauth, credentials, manner });
    const pairs = [...oauth, ['oauth_signature', signature] as const];
    const query = pairs.map(([name, value]) => `${name}=${escape(value)}`).join('&');
    const sent = manner.place === 'query' ? `${target}${target.includes('?') ? '&' : '?'}${query}` : target;
    const header = `Authorization: OAuth realm="", ${pairs.map(([name, value]) => `${name}="${escape(value)}"`).join(', ')}\r\n`;
    const length =
      body === undefined || /transfer-encoding/i.test(headers)
        ? ''
        : `Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n`;
    const head = [
      `${verb} ${sent} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nConnection: close\r\n`,
      manner.place === 'header' ? header : '',
      manner.headers ?? '',
      headers,
      length,
    ].join('');
    const answer = parse(await exchange(origin, `${head}\r\n${body ?? ''}`));
    const isJson = /^content-type: application\/json\r?$/im.test(answer.head);
    return { ...answer, json: isJson ? (JSON.parse(answer.body) as unknown) : undefined };
  };
}

function oauthParameters({ consumerKey, token }: Credentials, manner: Manner, nonce: string): [string, string][] {
  return [
    ['oauth_consumer_key', consumerKey],
    ['oauth_nonce', manner.nonce ?? nonce],
    ['oauth_signature_method', manner.method],
    ['oauth_timestamp', String(Math.floor(Date.now() / 1000))],
    ...(token === '' ? [] : [['oauth_token', token] as [string, string]]),
    ...(manner.hasVersion === false ? [] : [['oauth_version', '1.0'] as [string, string]]),
    ...Object.entries(manner.extra ?? {}),
  ];
}

interface ToSign {
  readonly origin: string;
  readonly verb: string;
  readonly target: string;
  readonly oauth: readonly (readonly [string, string])[];
  readonly credentials: Credentials;
  readonly manner: Manner;
}

/** Written anew from RFC 5849, so that it shares no fault with the server's. */
function sign({ origin, verb, target, oauth, credentials, manner }: ToSign): string {
  const key = `${escape(credentials.consumerSecret)}&${escape(credentials.tokenSecret)}`;
  if (manner.method === 'PLAINTEXT') return key;
  const absolute = target.startsWith('http') ? new URL(target).origin : null;
  const path = (absolute === null ? target : target.slice(absolute.length)).split('?')[0] ?? '';
  const query = new URLSearchParams(target.split('?')[1] ?? '');
  const parameters = [...oauth, ...query]
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join('&');
  const signed = (manner.signPath ?? ((each: string) => each))(path);
  const base = [verb, escape(absolute ?? origin), escape(signed), escape(parameters)];
  // The path goes on behind the host without another ampersand.
  return createHmac('sha1', key).update(`${base[0]}&${base[1]}${base[2]}&${base[3]}`).digest('base64');
}
