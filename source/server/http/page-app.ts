import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerContext } from './call.ts';

/** Registers the web page's routes, all below `/files`, with their own content-type parsers and headers. */
export type RegisterPage = (app: FastifyInstance, context: ServerContext) => Promise<void>;

/** Fastify with the web page's routes, to be given requests; it listens to nothing by itself. */
export async function createPageApp(
  context: ServerContext,
  page: RegisterPage,
): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  const app = fastify();
  app.register(async (scope) => page(scope, context));
  await app.ready();
  return (request, response) => app.routing(request, response);
}
