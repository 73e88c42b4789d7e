import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerContext } from './call.ts';
import { answerRequest } from './dispatch.ts';

/** A path of a client may be long; node's own limit for all headers together is 16 KiB. */
const LONGEST_HEADERS = 64 * 1024;
const HEADERS_MILLISECONDS = 30_000;
/** A connection on which nothing moves for so long is given up; a slow but steady upload is not. */
const IDLE_MILLISECONDS = 120_000;

/** Paths of the web page, which fastify routes; everything else is of the API and dispatched by the protocol's table. */
const PAGE = /^\/files(?:[/?]|$)/;

interface Rewritten {
  readonly originalUrl?: string;
}

/** The HTTP side, not listening yet. The web page is registered on it as a fastify plugin. */
export function createHttpServer(context: ServerContext): FastifyInstance {
  const app = fastify({
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    connectionTimeout: IDLE_MILLISECONDS,
    // Whole uploads may take as long as they take.
    requestTimeout: 0,
    http: { maxHeaderSize: LONGEST_HEADERS, headersTimeout: HEADERS_MILLISECONDS },
    // The router decodes and tidies paths, and the API needs them as they were sent.
    rewriteUrl: ({ url = '/' }) => (PAGE.test(url) ? url : '/'),
  });
  // A client that waits for "100 Continue" gets it when its body is asked for, and not before a refusal.
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    app.server.emit('request', request, response);
  });
  app.addHook('onRequest', async (request, reply) => {
    const target = (request.raw as Rewritten).originalUrl ?? '/';
    if (PAGE.test(target)) return;
    reply.hijack();
    await answerRequest(context, { request: request.raw, response: reply.raw, target });
  });
  return app;
}
