import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerContext } from './call.ts';
import { answerRequest } from './dispatch.ts';
import { originalTarget, takeRawTargets } from './raw-targets.ts';

/** A path of a client may be long; node's own limit for all headers together is 16 KiB. */
const LONGEST_HEADERS = 64 * 1024;

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

/** Registers the web page's routes, all below `/files`, with their own content-type parsers and headers. */
export type RegisterPage = (app: FastifyInstance, context: ServerContext) => Promise<void>;

export interface HttpOptions {
  readonly page: RegisterPage | null;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly timeouts: Timeouts;
}

interface Rewritten {
  readonly originalUrl?: string;
}

/** The HTTP side, not listening yet, with the web page where one is given. */
export function createHttpServer(context: ServerContext, { page, tls, timeouts }: HttpOptions): FastifyInstance {
  const isPage = (target: string) => page !== null && PAGE.test(target);
  const app = fastify({
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    connectionTimeout: timeouts.idle,
    // Whole uploads may take as long as they take.
    requestTimeout: 0,
    ...listenerOptions(tls, timeouts),
    // The router decodes and tidies paths, and the API needs them as they were sent.
    // See takeRawTargets, which hears of these too.
    clientErrorHandler: () => {},
    rewriteUrl: ({ url = '/' }) => (isPage(url) ? url : '/'),
  });
  takeRawTargets(app.server);
  // A client that waits for "100 Continue" gets it when its body is asked for, and not before a refusal.
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    app.server.emit('request', request, response);
  });
  app.addHook('onRequest', async (request, reply) => {
    const { originalUrl = '/' } = request.raw as Rewritten;
    if (isPage(originalUrl)) return;
    reply.hijack();
    const target = originalTarget(originalUrl);
    await answerRequest(context, { request: request.raw, response: reply.raw, target });
  });
  if (page !== null) app.register(async (scope) => page(scope, context));
  return app;
}

function listenerOptions(tls: HttpOptions['tls'], { headers }: Timeouts) {
  // Node looks for late headers now and then only; that must not take longer than the limit itself.
  const connectionsCheckingInterval = Math.min(headers, 5000);
  const limits = { maxHeaderSize: LONGEST_HEADERS, headersTimeout: headers, connectionsCheckingInterval };
  return tls === null ? { http: limits } : { https: { ...limits, ...tls } };
}
