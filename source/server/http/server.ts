import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerContext } from './call.ts';
import { answerRequest } from './dispatch.ts';
import type { RegisterPage } from './page-app.ts';
import { originalTarget, takeRawTargets } from './raw-targets.ts';
import { refuseExchange } from './refuse-exchange.ts';

/** A path of a client may be long; node's own limit for all headers together is 16 KiB. */
const LONGEST_HEADERS = 64 * 1024;
/** Milliseconds that a connection is kept for the next request. */
const KEPT = 72_000;

/** Milliseconds. */
export interface Timeouts {
  /** For all headers of a request together. */
  readonly headers: number;
  /** A connection on which nothing moves for so long is given up; a slow but steady upload is not. */
  readonly idle: number;
}

export const defaultTimeouts: Timeouts = { headers: 30_000, idle: 120_000 };

/** Paths of the web page, which fastify routes; everything else is of the API and dispatched by the protocol's table. */
const PAGE = /^\/files(?:[/?]|$)/;
/** What a browser asks for where a person typed the server's name alone; to clients of the API it is not found (protocol §1.4). */
const FRONT = /^\/(?:\?|$)/;

export interface HttpOptions {
  readonly page: RegisterPage | null;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly timeouts: Timeouts;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The HTTP side, not listening yet. The API is answered right here; fastify is loaded with the first request for the web
 * page, since loading and preparing it takes longer than all else that a start of the embedded cloud does.
 */
export async function createHttpServer(context: ServerContext, { page, tls, timeouts }: HttpOptions): Promise<Server> {
  const pageListener = page === null ? null : createPageListener(context, page);
  const listener: Listener = (request, response) => {
    const { url = '/', headers, httpVersion } = request;
    if (headers.host === undefined && httpVersion === '1.1')
      return refuseExchange(response, 'The Host header is missing.');
    if (pageListener !== null && request.method === 'GET' && FRONT.test(url) && headers.accept?.includes('text/html'))
      return void response.writeHead(303, { Location: '/files/', 'Content-Length': 0 }).end();
    if (pageListener !== null && PAGE.test(url)) void pageListener(request, response);
    else void answerRequest(context, { request, response, target: originalTarget(url) });
  };
  const server = await createListener(tls, timeouts);
  server.setTimeout(timeouts.idle);
  // Who ends their side with the request waits for the answer all the same; node would hang up on them.
  Object.assign(server, { httpAllowHalfOpen: true });
  // A client that waits for "100 Continue" gets it when its body is asked for, and not before a refusal.
  // Expectations of any other kind are passed over (RFC 9110 §10.1.1 lets a server refuse them, and no client says why).
  server.on('request', listener).on('checkContinue', listener).on('checkExpectation', listener);
  takeRawTargets(server);
  return server;
}

async function createListener(tls: HttpOptions['tls'], { headers }: Timeouts): Promise<Server> {
  const options = {
    maxHeaderSize: LONGEST_HEADERS,
    headersTimeout: headers,
    // Node looks for late headers now and then only; that must not take longer than the limit itself.
    connectionsCheckingInterval: Math.min(headers, 5000),
    // As by default, which node would look up for each header of each answer.
    insecureHTTPParser: false,
    // Node's own refusal has no type, which a client of 2011 stumbles over (protocol §1.5): it is refused with the rest.
    requireHostHeader: false,
    // Whole uploads may take as long as they take.
    requestTimeout: 0,
    keepAliveTimeout: KEPT,
  };
  if (tls === null) return createServer(options);
  const https = await import('node:https');
  return https.createServer({ ...options, ...tls });
}

/** Hands requests to the page's fastify, which is made with the first of them. */
function createPageListener(context: ServerContext, page: RegisterPage) {
  let routing: Promise<Listener> | null = null;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      routing ??= import('./page-app.ts').then(({ createPageApp }) => createPageApp(context, page));
      const route = await routing;
      route(request, response);
    } catch (error) {
      context.log.error('the web page can not be served', { stack: error instanceof Error ? error.stack : '' });
      response.writeHead(500).end();
    }
  };
}
