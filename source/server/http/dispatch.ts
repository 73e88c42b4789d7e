import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerAsked } from './answer-asked.ts';
import type { Answer, ServerContext } from './call.ts';
import { takeArrived } from './arrived.ts';
import type { FailedRequest } from './failure.ts';
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
  const { request, response, target } = exchange;
  const asked = {
    method: request.method ?? 'GET',
    target,
    sender: request,
    vouched: null,
    isGone: () => request.destroyed && !request.complete,
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
  await answerAsked(context, asked, async (answer, subject) => sendAnswer(context, exchange, answer, subject));
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

function waitsForContinue({ headers }: IncomingMessage): boolean {
  return /100-continue/i.test(headers.expect ?? '');
}
