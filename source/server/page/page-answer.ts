import type { Answer } from '../http/call.ts';
import { htmlPage } from '../http/answers.ts';
import type { Html } from './html.ts';

/** Nothing runs, styles or is talked to but the page's own files; nothing may put the page in a frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** What every answer of the page carries. */
export const GUARDS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Another site never learns the address of a file; the page itself may.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
};

export function pageAnswer(page: Html, status = 200): Answer {
  const answer = htmlPage(page, status);
  return { ...answer, headers: { ...answer.headers, ...GUARDS } };
}

/** Sends the browser on to look at what an act came to, so that loading anew does not do it twice. */
export function goTo(location: string): Answer {
  return {
    status: 303,
    headers: { ...GUARDS, 'Content-Type': 'text/plain', 'Content-Length': 0, Location: location },
    body: Buffer.alloc(0),
  };
}

/** Says that it is done to a script, which goes to look by itself. */
export function doneAnswer(): Answer {
  return { status: 204, headers: { ...GUARDS, 'Content-Type': 'text/plain' }, body: Buffer.alloc(0) };
}
