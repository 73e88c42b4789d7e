import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerContext } from './call.ts';
import { answerRequest } from './dispatch.ts';
import { originalTarget, takeRawTargets } from './raw-targets.ts';

/** A path of a client may be long; node's own limit for all headers together is 16 KiB. */
const LONGEST_HEADERS = 64 * 1024;
const HEADERS_MILLISECONDS = 30_000;
/** A connection on which nothing moves for so long is given up; a slow but steady upload is not. */
const IDLE_MILLISECONDS = 120_000;

/** Paths of the web page, which fastify routes; everything else is of the API and dispatched by the protocol's table. */
const PAGE = /^\/files(?:[/?]|$)/;

/** Registers the web page's routes, all below `/files`, with their own content-type parsers and headers. */
export type RegisterPage = (app: FastifyInstance, context: ServerContext) => Promise<void>;

export interface HttpOptions {
  readonly page: RegisterPage | null;
  readonly tls: { readonly cert: string; readonly key: string } | null;
}

interface Rewritten {
  readonly originalUrl?: string;
}

/** The HTTP side, not listening yet, with the web page where one is given. */
export function createHttpServer(context: ServerContext, { page, tls }: HttpOptions): FastifyInstance {
  const isPage = (target: string) => page !== null && PAGE.test(target);
  const app = fastify({
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    connectionTimeout: IDLE_MILLISECONDS,
    // Whole uploads may take as long as they take.
    requestTimeout: 0,
    ...listenerOptions(tls),
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

function listenerOptions(tls: HttpOptions['tls']) {
  const limits = { maxHeaderSize: LONGEST_HEADERS, headersTimeout: HEADERS_MILLISECONDS };
  return tls === null ? { http: limits } : { https: { ...limits, ...tls } };
}
