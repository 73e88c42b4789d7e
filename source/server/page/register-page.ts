import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../http/call.ts';

/** Serves the web page below `/files`. What it is made of is loaded with its first request: the program's own cloud never needs it. */
export async function registerPage(app: FastifyInstance, context: ServerContext): Promise<void> {
  app.removeAllContentTypeParsers();
  // Bodies are read as they come, by whoever knows how much to expect.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.all('/files', async (_request, reply) => reply.redirect('/files/', 303));
  app.all('/files/*', async (request, reply) => {
    reply.hijack();
    const { answerPage } = await import('./answer-page.ts');
    await answerPage(context, { request: request.raw, response: reply.raw, target: request.raw.url ?? '/' });
  });
}
