import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import sendRequest from 'undici/lib/api/api-request.js';
// The part alone: the whole package takes 10 ms longer to load at every start.
import Agent from 'undici/lib/dispatcher/agent.js';
import { AppError } from '../../domain/app-error.ts';
import { inOnePiece } from '../../domain/in-one-piece.ts';
import { createBulkLine } from './bulk-line.ts';
import type { CarriedRequest, Carrier } from './carrier.ts';
import { createSentWatch, type SentWatch } from './sent-watch.ts';
import { askWhole, type WholeAnswer } from './whole-answer.ts';
import type { HeaderReader, StreamAnswer } from './wire-request.ts';

/** Sockets to one host; more requests than that wait their turn. */
const CONNECTIONS = 64;

/** Milliseconds: to connect, until the head of the answer, between two pieces of its body. */
export interface Timeouts {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
}

export interface NetworkOptions {
  readonly socketPath: string | undefined;
  /** Used in place of an own agent, and then not closed. */
  readonly dispatcher: Dispatcher | undefined;
  readonly timeouts: Timeouts;
}

/** Requests by HTTP over TCP, TLS or a Unix socket. */
export function createNetworkCarrier({ socketPath, dispatcher: given, timeouts }: NetworkOptions): Carrier {
  const dispatcher = given ?? createAgent(socketPath, timeouts);
  // A dispatcher that is given is to have all requests.
  const sent = createSentWatch();
  const bulk = given === undefined ? createBulkLine({ socketPath, timeouts }) : null;
  return {
    isPrivate: socketPath !== undefined,
    isSigned: true,
    send: async (request) =>
      (request.isBulk ? await bulk?.get(request) : null) ??
      (await watched(sent, request, async () => sendOver(dispatcher, request, timeouts))),
    close: async () => {
      bulk?.close();
      if (given === undefined) await dispatcher.destroy();
    },
  };
}

/** Sends while it is watched what of the body has arrived. */
async function watched(
  sent: SentWatch,
  { body, onUnsent }: CarriedRequest,
  send: () => Promise<StreamAnswer>,
): Promise<StreamAnswer> {
  if (onUnsent === undefined || typeof body !== 'object' || body === null) return send();
  const end = sent.watch(body, onUnsent);
  try {
    return await send();
  } finally {
    end();
  }
}

async function sendOver(dispatcher: Dispatcher, request: CarriedRequest, timeouts: Timeouts): Promise<StreamAnswer> {
  const { method, signal } = request;
  const options = {
    origin: request.origin,
    path: request.target,
    method,
    headers: request.headers,
    // The library takes any async iterable and keeps its back-pressure; its types name streams only.
    body: request.body as Readable | Uint8Array | string | null,
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
  };
  const whole = request.isSmall ? await askWhole(dispatcher, options, signal) : null;
  if (whole !== null) return inHand(whole);
  // What was sent with it may be used up, and no change has an answer of that length.
  if (request.isSmall && method !== 'GET') {
    throw new AppError('bad-answer', 'The answer is longer than any of the Files API');
  }
  const { statusCode, headers, body } = await sendRequest.call(dispatcher, { ...options, signal: signal ?? null });
  const cancel = (): void => void body.on('error', () => {}).destroy();
  return { status: statusCode, header: headerIn(headers), body, cancel };
}

/** An answer of which nothing is on its way any more. */
function inHand({ statusCode, headers, chunks }: WholeAnswer): StreamAnswer {
  const [only] = chunks;
  const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
  return { status: statusCode, header: headerIn(headers), body: inOnePiece(whole), whole, cancel: () => undefined };
}

function headerIn(headers: WholeAnswer['headers']): HeaderReader {
  return (name) => {
    const value = headers[name];
    return (typeof value === 'string' ? value : value?.[0]) ?? null;
  };
}

function createAgent(socketPath: string | undefined, timeouts: Timeouts): Agent {
  return new Agent({
    connections: CONNECTIONS,
    // One request a connection at a time, so that a slow content never holds up another answer.
    pipelining: 1,
    allowH2: false,
    connect: { timeout: timeouts.connect, ...(socketPath === undefined ? {} : { socketPath }) },
  });
}
