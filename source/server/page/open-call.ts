import { decodePairs, splitTarget } from '../../protocol/target.ts';
import type { ServerContext } from '../http/call.ts';
import { originsOf } from '../http/connection.ts';
import type { Exchange } from '../http/dispatch.ts';
import { readBrowser } from './browser.ts';
import { formatCookie, parseCookies } from './cookies.ts';
import { readNotice } from './notice.ts';
import type { PageCall } from './page-call.ts';

/** What the page's handlers are told of a request. */
export function openCall(context: ServerContext, { request, response, target }: Exchange): PageCall {
  const origins = originsOf(request, '/');
  const isSecure = origins[0].startsWith('https:');
  const cookies = parseCookies(request.headers.cookie);
  return {
    context,
    request,
    method: request.method ?? 'GET',
    path: '',
    query: decodePairs(splitTarget(target).query),
    origins,
    isSecure,
    browser: readBrowser(cookies, isSecure),
    notice: readNotice(cookies, isSecure),
    setCookie: (cookie) => response.appendHeader('Set-Cookie', formatCookie(cookie, isSecure)),
    body: () => {
      if (request.headers.expect !== undefined && !response.headersSent) response.writeContinue();
      // Leaving the loop early must not tear the connection down: the answer still has to go out on it.
      return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    },
  };
}
