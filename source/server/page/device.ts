import { hash } from 'node:crypto';
import type { SessionRow, TokenRow } from '../metadata/schema.ts';

/** What clients put before the name of their computer (protocol §4.1). */
const PREFIX = 'Ubuntu One @ ';

/** A device as a person named it. */
export function deviceName({ name }: Pick<TokenRow, 'name'>): string {
  const own = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
  return own.trim() === '' ? 'A device without a name' : own;
}

/** Stands for a device in forms: the token itself has no business in a page. */
export function deviceId({ token }: Pick<TokenRow, 'token'>): string {
  return hash('sha256', `device:${token}`);
}

/** Ordered so that the first that fits is right: most browsers also name those they want to be taken for. */
const BROWSERS = ['Firefox', 'Edg', 'OPR', 'Chrome', 'Safari'] as const;
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'] as const;
const SHOWN: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS': 'macOS' };

/** A browser in words, from what it calls itself. */
export function browserName({ agent }: Pick<SessionRow, 'agent'>): string {
  const browser = BROWSERS.find((each) => agent.includes(`${each}/`)) ?? 'A browser';
  const system = SYSTEMS.find((each) => agent.includes(each));
  const words = [browser, ...(system === undefined ? [] : [system])].map((each) => SHOWN[each] ?? each);
  return words.join(' on ');
}
