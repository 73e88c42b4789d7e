import { AppError } from '../../domain/app-error.ts';
import type { SignatureMethod } from '../../protocol/credentials.ts';

/** The three roots of protocol §1.1 as URLs without a slash at the end; a path prefix is allowed. */
export interface ServerBases {
  readonly api: string;
  readonly content: string;
  readonly sso: string;
}

export type BaseName = keyof ServerBases;

/** The bases of a server that serves all three from one place; the historic service had three hosts. */
export function basesOf(server: string): ServerBases {
  const root = normalizeServer(server);
  if (root === 'https://one.ubuntu.com') {
    return { api: root, content: 'https://files.one.ubuntu.com', sso: 'https://login.ubuntu.com' };
  }
  return { api: root, content: root, sso: root };
}

/**
 * What a person typed as a server, as a URL without a slash at the end; `https://` where no scheme is given, `http://`
 * for this machine. Rejects with `usage` what is no HTTP address.
 */
export function normalizeServer(text: string): string {
  const typed = text.trim();
  const scheme = /^(?:localhost|127\.|\[::1\])/.test(typed) ? 'http' : 'https';
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `${scheme}://${typed}`);
  if (url === null || !isServerAddress(url)) {
    throw new AppError('usage', `"${typed}" is no address of a server`, {
      hint: 'Write it like https://cloud.example.org',
    });
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** A host's name never begins with a dash: that is an option whose turn it was not. */
function isServerAddress({ protocol, hostname, username, search, hash }: URL): boolean {
  return /^https?:$/.test(protocol) && !hostname.startsWith('-') && username === '' && search === '' && hash === '';
}

/** True for an address that never leaves this machine. */
export function isLoopback(base: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(base).hostname);
}

export interface Signing {
  readonly base: string;
  /** True where nobody can listen in, whatever the base says: a Unix socket. */
  readonly isPrivate: boolean;
  readonly wanted: SignatureMethod | undefined;
}

/**
 * How to sign: PLAINTEXT, which shows the secrets, over TLS and a Unix socket, HMAC-SHA1 over plain HTTP. Asked for by
 * name, PLAINTEXT is still never sent in the clear beyond this machine.
 */
export function chooseSignatureMethod({ base, isPrivate: isHidden, wanted }: Signing): SignatureMethod {
  const isPrivate = isHidden || base.startsWith('https://');
  if (wanted === undefined) return isPrivate ? 'PLAINTEXT' : 'HMAC-SHA1';
  if (wanted === 'PLAINTEXT' && !isPrivate && !isLoopback(base)) {
    throw new AppError('usage', 'PLAINTEXT signatures over plain HTTP would show the secrets to the network', {
      hint: 'Use https, or the signature method HMAC-SHA1',
    });
  }
  return wanted;
}
