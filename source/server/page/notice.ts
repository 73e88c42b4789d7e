import { cookieName } from './cookies.ts';
import type { Cookie } from './cookies.ts';
import { safeText } from '../../domain/safe-text.ts';

/** What an act came to, told on the page that follows it. */
export interface Notice {
  readonly tone: 'done' | 'fault';
  readonly lines: readonly string[];
}

const NAME = 'u1file-notice';
/** Seconds; the page that shows it follows at once. */
const LIFETIME = 60;
/** A cookie has room for some 4 kB. */
const MOST_LINES = 12;
const LONGEST_LINE = 160;

export function done(...lines: string[]): Notice {
  return { tone: 'done', lines };
}

export function fault(...lines: string[]): Notice {
  return { tone: 'fault', lines };
}

/** A name as it is shown in a sentence: nothing in it can turn the sentence round, and it ends somewhere. */
export function quoted(name: string): string {
  const characters = Array.from(safeText(name));
  return `“${characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : characters.join('')}”`;
}

/** The notice as the cookie that carries it over the redirect. */
export function noticeCookie({ tone, lines }: Notice): Cookie {
  const kept = lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  const rest = lines.length > MOST_LINES ? [`… and ${lines.length - MOST_LINES} more`] : [];
  const value = Buffer.from(JSON.stringify([tone, ...kept, ...rest])).toString('base64url');
  return { name: NAME, value, maxAge: LIFETIME };
}

export const NO_NOTICE: Cookie = { name: NAME, value: '', maxAge: 0 };

/** The notice among the cookies; null where there is none that makes sense. */
export function readNotice(cookies: ReadonlyMap<string, string>, isSecure: boolean): Notice | null {
  const value = cookies.get(cookieName(NAME, isSecure));
  if (value === undefined || value === '') return null;
  try {
    const parts = JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as unknown;
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
    const [tone, ...lines] = parts;
    return { tone: tone === 'done' ? 'done' : 'fault', lines };
  } catch {
    return null;
  }
}
