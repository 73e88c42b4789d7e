/** A cookie that is to be set. All of them are for this site alone and out of reach of scripts. */
export interface Cookie {
  readonly name: string;
  /** Of letters that need no escape. */
  readonly value: string;
  /** Seconds; 0 takes the cookie away. */
  readonly maxAge: number;
}

/** The cookies of a request header; of two with a name the first counts. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const cut = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, cut)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(cut + 1).trim());
  }
  return cookies;
}

/**
 * The cookie's name on this connection. Over TLS the prefix makes browsers refuse one that another host or a connection
 * in the clear has set.
 */
export function cookieName(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}

/** The value of a Set-Cookie header. */
export function formatCookie({ name, value, maxAge }: Cookie, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : '';
  return `${cookieName(name, isSecure)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
}
