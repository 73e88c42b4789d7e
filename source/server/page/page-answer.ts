import type { Answer } from '../http/call.ts';
import type { Html } from './html.ts';

/**
 * Nothing runs, styles or is talked to but the page's own files; nothing may put the page in a frame. Its forms lead to
 * itself, and to these places.
 */
function policy(formTargets: readonly string[]): string {
  const own = ['script-src', 'style-src', 'img-src', 'connect-src'].map((kind) => `${kind} 'self'`);
  const forms = `form-action ${["'self'", ...formTargets].join(' ')}`;
  return ["default-src 'none'", ...own, forms, "frame-ancestors 'none'", "base-uri 'none'"].join('; ');
}

/** What every answer of the page carries. */
export const GUARDS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy([]),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Another site never learns the address of a file; the page itself may.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
};

/** A page; its forms may lead to these places besides the page's own. */
export function pageAnswer(page: Html, status = 200, formTargets: readonly string[] = []): Answer {
  const body = Buffer.from(page.html);
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.byteLength };
  return { status, headers: { ...GUARDS, ...headers, 'Content-Security-Policy': policy(formTargets) }, body };
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
