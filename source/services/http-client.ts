import type { Dispatcher } from 'undici';
// The part alone: the whole package takes 10 ms longer to load at every start.
import Agent from 'undici/lib/dispatcher/agent.js';
import { AppError, isAppError } from '../domain/app-error.ts';
import type { RequestObserver } from '../domain/request-record.ts';
import type { Credentials, SignatureMethod } from '../protocol/credentials.ts';
import type { Decode } from '../protocol/resources.ts';
import { parseJson, readText } from './http/answer-body.ts';
import type { ServerBases } from './http/bases.ts';
import { createBulkLine } from './http/bulk-line.ts';
import { exchange } from './http/exchange.ts';
import type { Line } from './http/exchange.ts';
import { trackRequest } from './http/request-tracker.ts';
import type { RequestTracker } from './http/request-tracker.ts';
import { createServerClock } from './http/server-clock.ts';
import type { JsonAnswer, StreamAnswer, WireRequest } from './http/wire-request.ts';
import { DEFAULT_RETRY, withTries } from './retry.ts';
import type { RetryPolicy } from './retry.ts';

const LONGEST_JSON = 256 * 1024 * 1024;
/** Sockets to one host; more requests than that wait their turn. */
const CONNECTIONS = 32;

/** Milliseconds: to connect, until the head of the answer, between two pieces of its body. */
export interface Timeouts {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10_000, headers: 60_000, body: 60_000 };

export interface HttpClientOptions {
  readonly bases: ServerBases;
  /** Null until somebody signed in: then only unsigned requests can be made. */
  readonly credentials: Credentials | null;
  /** The Unix socket that leads to the server, whatever the bases say. */
  readonly socketPath?: string | undefined;
  /** Used in place of an own agent, and then not closed by `close`. */
  readonly dispatcher?: Dispatcher | undefined;
  /** By default PLAINTEXT over TLS and Unix sockets, HMAC-SHA1 over plain HTTP. */
  readonly signatureMethod?: SignatureMethod | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Told of every request as it starts, waits and ends. */
  readonly observe?: RequestObserver | undefined;
  /** Numbers for the records, counting up within the program. */
  readonly nextId?: (() => number) | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** From 0 up to 1, for the jitter of retries. */
  readonly random?: (() => number) | undefined;
}

/** Signed requests to one server with retries, time-outs and records. */
export interface HttpClient {
  /** Reads the whole answer as JSON. An answer that broke off counts as a failed try. */
  json<T>(request: WireRequest, decode: Decode<T>): Promise<JsonAnswer<T>>;
  /** Answers when the head is there; its record ends with the body. */
  stream(request: WireRequest): Promise<StreamAnswer>;
  /** Breaks off what still runs and lets go of the sockets. */
  close(): Promise<void>;
}

/** Makes the client; nothing is opened before the first request. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { now = Date.now, random = Math.random, observe = () => {}, nextId = counter(), socketPath } = options;
  const policy = { ...DEFAULT_RETRY, ...options.retry };
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const { bases, credentials, signatureMethod } = options;
  const dispatcher = options.dispatcher ?? createAgent(socketPath, timeouts);
  const line: Line = {
    dispatcher,
    bulk: options.dispatcher === undefined ? createBulkLine({ socketPath, timeouts }) : null,
    credentials,
    bases,
    isUnixSocket: socketPath !== undefined,
    signatureMethod,
    clock: createServerClock(now),
    timeouts,
  };

  /** Tries until `use` made something of an answer; the tracker is then still open. */
  async function run<T>(
    request: WireRequest,
    use: (answer: StreamAnswer, tracker: RequestTracker) => Promise<T> | T,
  ): Promise<T> {
    const { method, path, canRepeat, signal, upload, mayBeNo, onRetry } = request;
    const isOnce = !canRepeat || upload?.canReopen === false;
    const maxTries = isOnce ? 1 : policy.maxTries;
    const tracker = trackRequest({ id: nextId(), method, path, maxTries, mayBeNo, now, observe });
    const onWait = (error: AppError, nextTryAt: number) => {
      onRetry?.();
      tracker.waiting(error, nextTryAt);
    };
    try {
      return await withTries({ policy, canRepeat: !isOnce, signal, now, random, onWait }, async (tries) => {
        signal?.throwIfAborted();
        tracker.trying(tries);
        const answer = await exchange(line, request);
        tracker.answered(answer.status);
        return use(answer, tracker);
      });
    } catch (error) {
      tracker.failed(error);
      throw error;
    }
  }

  return {
    json: (request, decode) =>
      run(request, async ({ status, header, body }, tracker) => {
        const text = await readText(body, LONGEST_JSON);
        const value = withPlace(() => decode(parseJson(text)), status, request.path);
        tracker.ended();
        return { status, header, value };
      }),
    stream: (request) =>
      run(request, (answer, tracker) => {
        const cancel = (): void => {
          answer.cancel();
          tracker.failed(null);
        };
        return { ...answer, body: tracked(answer.body, tracker), cancel };
      }),
    close: async () => {
      line.bulk?.close();
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
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

function counter(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

/** Ends the record with the bytes, also when the reader stops early. */
async function* tracked(
  body: AsyncIterable<Uint8Array>,
  tracker: RequestTracker,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    tracker.failed(error);
    throw error;
  } finally {
    tracker.ended();
  }
}

/** Adds the status and the path to what is wrong with an answer. */
function withPlace<T>(decode: () => T, status: number, path: string): T {
  try {
    return decode();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, hint, cause } = error;
    throw new AppError(code, message, { status, path, cause, ...(hint === undefined ? {} : { hint }) });
  }
}
