import type { IncomingHttpHeaders } from 'node:http';
import type { ServerSettings } from '../settings.ts';
import { splitTarget } from '../../protocol/target.ts';

/** Whom a request comes from, as its connection and its headers tell. */
export interface Sender {
  readonly headers: IncomingHttpHeaders;
  /** Without an address: a Unix socket, or the program itself. */
  readonly socket: { readonly remoteAddress?: string | undefined; readonly writableEnded?: boolean };
}

/** True where nobody can listen in: TLS, a Unix socket, or this machine alone. What a proxy hands on counts as it came. */
export function isPrivate({ socket, headers }: Sender, { trustProxy }: ServerSettings): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers['x-forwarded-proto'] !== undefined)
    return trustProxy && firstOf(headers['x-forwarded-proto']) === 'https';
  return isEncrypted(socket) || socket.remoteAddress === undefined || isLoopback(socket.remoteAddress);
}

/** The address a request comes from, by a proxy that is trusted where there is one; empty for a Unix socket. */
export function addressOf({ socket, headers }: Sender, { trustProxy }: ServerSettings): string {
  // The last one was written by the proxy itself, those before it by anyone.
  const forwarded = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return forwarded || (socket.remoteAddress ?? '');
}

/**
 * Every `scheme://host` that the client may have signed: its own view counts, and a proxy in between may have changed
 * scheme and host (protocol §4.4). Nothing is trusted by this, since the signature must fit.
 */
export function originsOf(request: Sender, target: string): readonly [string, ...string[]] {
  const { headers } = request;
  const absolute = splitTarget(target).origin;
  const hosts = [firstOf(headers['x-forwarded-host']), headers.host].filter((host) => host !== undefined);
  const secure = isEncrypted(request.socket) || firstOf(headers['x-forwarded-proto']) === 'https';
  const schemes = secure ? ['https', 'http'] : ['http', 'https'];
  const origins = hosts.flatMap((host) => schemes.map((scheme) => `${scheme}://${host}`));
  const [first = 'http://localhost', ...others] = absolute === null ? origins : [absolute, ...origins];
  return [first, ...others];
}

function firstOf(header: string | string[] | undefined): string | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  return value?.split(',')[0]?.trim();
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

function isEncrypted(socket: Sender['socket']): boolean {
  return 'encrypted' in socket && socket.encrypted === true;
}
