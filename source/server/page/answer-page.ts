import type { Exchange } from '../http/dispatch.ts';
import type { Answer, ServerContext } from '../http/call.ts';
import { isAppError } from '../../domain/app-error.ts';
import { answerFailure } from '../http/failure.ts';
import { send } from '../http/send.ts';
import { failureAnswer } from './views/failure.ts';
import { openCall } from './open-call.ts';
import { isGone } from './page-call.ts';
import { routePage } from './route-page.ts';

/** Answers one request of the web page, whatever happens. Never rejects. */
export async function answerPage(context: ServerContext, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const subject = { method: request.method ?? 'GET', route: 'page' };
  const started = performance.now();
  const atEnd: (() => void)[] = [];
  context.observer?.started();
  const answer = await findAnswer(context, exchange, atEnd);
  try {
    if (answer !== null) await send({ request, response }, answer);
  } catch (error) {
    if (!response.destroyed) context.log.warn('answer broken off', { ...subject, message: String(error) });
    response.destroy();
  }
  for (const act of atEnd) act();
  const summary = { ...subject, status: answer?.status ?? 499, duration: Math.round(performance.now() - started) };
  context.observer?.ended(summary);
  context.log.info('request', context.settings.logFileNames ? { ...summary, target: exchange.target } : summary);
}

/** The answer, be it a failure; null when the browser is gone. */
async function findAnswer(context: ServerContext, exchange: Exchange, atEnd: (() => void)[]): Promise<Answer | null> {
  const { request } = exchange;
  try {
    return await routePage(openCall(context, exchange), exchange.target, atEnd);
  } catch (error) {
    if (isGone(request)) return null;
    const plain = answerFailure(context, { method: request.method ?? 'GET', route: 'page' }, error);
    return failureAnswer(plain, isAppError(error) ? error.message : null);
  }
}
