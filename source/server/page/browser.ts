import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import type { AccountRow } from '../metadata/schema.ts';
import { SESSION_LIFETIME, sessionId, startSession } from '../rules/accounts/sessions.ts';
import { cookieName } from './cookies.ts';
import type { PageCall } from './page-call.ts';

const NAME = 'u1file-session';
/** Seconds. */
const MAX_AGE = SESSION_LIFETIME / 1000;

/** The browser's own secret among the cookies; null where it has none. */
export function readBrowser(cookies: ReadonlyMap<string, string>, isSecure: boolean): string | null {
  const value = cookies.get(cookieName(NAME, isSecure)) ?? '';
  return /^[\w-]{43}$/.test(value) ? value : null;
}

/** Gives the browser a new secret; the one before is worth nothing from then on. */
export function nameBrowser(call: Pick<PageCall, 'setCookie'>): string {
  const value = randomBytes(32).toString('base64url');
  call.setCookie({ name: NAME, value, maxAge: MAX_AGE });
  return value;
}

export function forgetBrowser(call: Pick<PageCall, 'setCookie'>): void {
  call.setCookie({ name: NAME, value: '', maxAge: 0 });
}

/** What forms of this browser carry: known to the pages it was sent, and to nobody who only makes it send something. */
export function formToken(browser: string): string {
  return hash('sha256', `form:${browser}`, 'base64url');
}

/** Rejects with 403 what was not sent from a page of this browser. */
export function checkToken(browser: string | null, token: string | null): void {
  const right = Buffer.from(formToken(browser ?? ''));
  const given = Buffer.from(token ?? '');
  if (browser !== null && right.length === given.length && timingSafeEqual(right, given)) return;
  throw new AppError('sign-in', 'The form is too old, or came from another site. Load the page again.', {
    status: 403,
  });
}

/** Signs the account in on this browser, under a new secret: whoever knew the old one has nothing of it. */
export async function beginSession(call: PageCall, account: AccountRow): Promise<void> {
  const id = sessionId(nameBrowser(call));
  const agent = call.request.headers['user-agent'] ?? '';
  await call.context.metadata.write((tx) => startSession(tx, account, { id, agent }));
}
