import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { splitTarget } from '../../protocol/target.ts';

/** True where nobody can listen in: TLS, a Unix socket, or this machine alone. */
export function isPrivate({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket || socket.remoteAddress === undefined || isLoopback(socket.remoteAddress);
}

/** The address a request comes from; empty for a Unix socket. */
export function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}

/**
 * Every `scheme://host` that the client may have signed: its own view counts, and a proxy in between may have changed
 * scheme and host (protocol §4.4). Nothing is trusted by this, since the signature must fit.
 */
export function originsOf(request: IncomingMessage, target: string): readonly [string, ...string[]] {
  const { headers } = request;
  const absolute = splitTarget(target).origin;
  const hosts = [firstOf(headers['x-forwarded-host']), headers.host].filter((host) => host !== undefined);
  const secure = request.socket instanceof TLSSocket || firstOf(headers['x-forwarded-proto']) === 'https';
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
