import { AppError } from '../../domain/app-error.ts';
import { matchRoute } from '../../protocol/routes.ts';
import type { RouteMatch } from '../../protocol/routes.ts';
import { json } from './answers.ts';
import type { Answer, Call, ServerContext } from './call.ts';
import { originsOf } from './connection.ts';
import type { Sender } from './connection.ts';
import { answerFailure } from './failure.ts';
import type { FailedRequest } from './failure.ts';
import { handlers } from './handlers.ts';

/** A request of the API, whatever brought it here. */
export interface Asked extends Pick<Call, 'method' | 'target' | 'body' | 'arrived' | 'vouched'> {
  readonly sender: Sender;
  /** True once nobody is there any more to be answered. */
  readonly isGone: () => boolean;
}

/**
 * Answers one request, whatever happens: `deliver` gets the answer and resolves when it is out or nobody takes it any more, and is
 * not called where the asker is gone. Never rejects.
 */
export async function answerAsked(
  context: ServerContext,
  asked: Asked,
  deliver: (answer: Answer, subject: FailedRequest) => Promise<void>,
): Promise<void> {
  const { method, target } = asked;
  const started = process.hrtime.bigint();
  const match = matchRoute(target);
  const subject = { method, route: match.ok ? match.route.name : 'none' };
  const atEnd: (() => void)[] = [];
  context.observer?.started();
  const answer = await findAnswer(context, { asked, match, subject, atEnd });
  if (answer !== null) await deliver(answer, subject);
  for (const act of atEnd) act();
  const duration = Math.round(Number(process.hrtime.bigint() - started) / 1e6);
  const summary = { ...subject, status: answer?.status ?? 499, duration };
  context.observer?.ended(summary);
  context.log.info('request', context.settings.logFileNames ? { ...summary, target } : { ...summary });
}

interface Matched {
  readonly asked: Asked;
  readonly match: RouteMatch;
  readonly subject: FailedRequest;
  readonly atEnd: (() => void)[];
}

/** The answer, be it a failure; null when the client is gone. */
async function findAnswer(context: ServerContext, { asked, match, subject, atEnd }: Matched): Promise<Answer | null> {
  try {
    if (!match.ok) throw new AppError(match.status === 400 ? 'invalid-name' : 'not-found', match.message);
    return await dispatch(createCall(context, asked, match, atEnd));
  } catch (error) {
    // Nobody is there any more to be answered, and nothing went wrong here.
    if (asked.isGone()) return null;
    return answerFailure(context, subject, error);
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

function createCall(
  context: ServerContext,
  { sender, method, target, body, arrived, vouched }: Asked,
  { route, query }: Extract<RouteMatch, { ok: true }>,
  atEnd: (() => void)[],
): Call {
  return {
    context,
    route,
    query,
    target,
    atEnd,
    method,
    headers: sender.headers,
    request: sender,
    vouched,
    origins: originsOf(sender, target),
    arrived,
    body,
  };
}
