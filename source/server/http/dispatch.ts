import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../domain/app-error.ts';
import { matchRoute } from '../../protocol/routes.ts';
import type { RouteMatch } from '../../protocol/routes.ts';
import type { Answer, Call, ServerContext } from './call.ts';
import { json } from './answers.ts';
import { originsOf } from './connection.ts';
import { INLINE } from '../contents/receive.ts';
import { answerFailure } from './failure.ts';
import type { FailedRequest } from './failure.ts';
import { handlers } from './handlers.ts';
import { refuseExchange } from './refuse-exchange.ts';
import { send } from './send.ts';

/** One request with the response that is to be filled. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The request target as sent. */
  readonly target: string;
}

/** Answers one request of the API, whatever happens. Never rejects. */
export async function answerRequest(context: ServerContext, exchange: Exchange): Promise<void> {
  const { request, target } = exchange;
  const started = performance.now();
  const match = matchRoute(target);
  const subject = { method: request.method ?? 'GET', route: match.ok ? match.route.name : 'none' };
  const atEnd: (() => void)[] = [];
  context.observer?.started();
  const answer = await findAnswer(context, { exchange, match, subject, atEnd });
  if (answer !== null) await sendAnswer(context, exchange, answer, subject);
  for (const act of atEnd) act();
  const summary = { ...subject, status: answer?.status ?? 499, duration: Math.round(performance.now() - started) };
  context.observer?.ended(summary);
  context.log.info('request', context.settings.logFileNames ? { ...summary, target } : { ...summary });
}

interface Matched {
  readonly exchange: Exchange;
  readonly match: RouteMatch;
  readonly subject: FailedRequest;
  readonly atEnd: (() => void)[];
}

/** The answer, be it a failure; null when the client is gone. */
async function findAnswer(
  context: ServerContext,
  { exchange, match, subject, atEnd }: Matched,
): Promise<Answer | null> {
  const { request } = exchange;
  try {
    if (!match.ok) throw new AppError(match.status === 400 ? 'invalid-name' : 'not-found', match.message);
    return await dispatch(createCall(context, exchange, match, atEnd));
  } catch (error) {
    // Nobody is there any more to be answered, and nothing went wrong here.
    if (request.destroyed && !request.complete) return null;
    return answerFailure(context, subject, error);
  }
}

async function sendAnswer(
  context: ServerContext,
  { request, response }: Exchange,
  answer: Answer,
  subject: FailedRequest,
): Promise<void> {
  try {
    await send({ request, response }, answer);
  } catch (error) {
    if (!response.destroyed) context.log.warn('answer broken off', { ...subject, message: String(error) });
    response.destroy();
  }
}

type AnyHandler = (call: Call) => Promise<Answer>;

async function dispatch(call: Call): Promise<Answer> {
  const verbs: Readonly<Record<string, unknown>> = handlers[call.route.name];
  const verb = call.method === 'HEAD' && !('HEAD' in verbs) ? 'GET' : call.method;
  // The table's type ties each handler to its route; here only the name is known.
  const handler = Object.hasOwn(verbs, verb) ? (verbs[verb] as AnyHandler) : null;
  if (handler !== null) return await handler(call);
  const allowed = Object.keys(verbs);
  if (allowed.includes('GET')) allowed.push('HEAD');
  return json({ error: 'This is not possible here.' }, 405, { Allow: allowed.join(', ') });
}

/** Small bodies mostly come along with their headers: then there is nothing to wait for, which would cost more. */
function takeArrived(request: IncomingMessage): Uint8Array | null {
  if (!request.complete || request.readableLength > INLINE) return null;
  return (request.read() as Uint8Array | null) ?? Buffer.alloc(0);
}

function waitsForContinue({ headers }: IncomingMessage): boolean {
  return /100-continue/i.test(headers.expect ?? '');
}

function createCall(
  context: ServerContext,
  { request, response, target }: Exchange,
  { route, query }: Extract<RouteMatch, { ok: true }>,
  atEnd: (() => void)[],
): Call {
  return {
    context,
    route,
    query,
    target,
    atEnd,
    method: request.method ?? 'GET',
    headers: request.headers,
    request,
    origins: originsOf(request, target),
    arrived: () => takeArrived(request),
    body: () => {
      if (waitsForContinue(request) && !response.headersSent) response.writeContinue();
      // Clients sent a body twice, the second time from a file that was at its end, and then waited (protocol §2.5).
      request.once('timeout', () => {
        if (response.headersSent) request.destroy();
        else refuseExchange(response, 'The body is shorter than announced.');
      });
      // Leaving the loop early must not tear the connection down: the answer still has to go out on it.
      return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    },
  };
}
