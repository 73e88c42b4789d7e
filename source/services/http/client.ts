import { AppError, isAppError } from '../../domain/app-error.ts';
import type { RequestObserver } from '../../domain/request-record.ts';
import type { Credentials, SignatureMethod } from '../../protocol/credentials.ts';
import type { Decode } from '../../protocol/resources.ts';
import { DEFAULT_RETRY, withTries } from '../retry.ts';
import type { RetryPolicy } from '../retry.ts';
import { parseJson, readText, textOf } from './answer-body.ts';
import type { ServerBases } from './bases.ts';
import type { Carrier } from './carrier.ts';
import { exchange } from './exchange.ts';
import type { Line } from './exchange.ts';
import { trackRequest } from './request-tracker.ts';
import type { RequestTracker } from './request-tracker.ts';
import { createServerClock } from './server-clock.ts';
import type { JsonAnswer, StreamAnswer, WireRequest } from './wire-request.ts';

const LONGEST_JSON = 256 * 1024 * 1024;

export interface ClientOptions {
  readonly bases: ServerBases;
  /** Null until somebody signed in: then only unsigned requests can be made. */
  readonly credentials: Credentials | null;
  /** What to do where the server refuses these credentials; by default to sign in again. */
  readonly refusedHint?: string | undefined;
  /** By default PLAINTEXT over TLS and where nobody can listen in, HMAC-SHA1 over plain HTTP. */
  readonly signatureMethod?: SignatureMethod | undefined;
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
  /** Answers when the head is there, or all of it where it is small; its record ends with the body. */
  stream(request: WireRequest): Promise<StreamAnswer>;
  /** Breaks off what still runs and lets go of the sockets. */
  close(): Promise<void>;
}

/** Makes the client over what carries its requests; nothing is opened before the first one. */
export function createClient(options: ClientOptions, carrier: Carrier): HttpClient {
  const { now = Date.now, random = Math.random, observe = () => {}, nextId = counter() } = options;
  const policy = { ...DEFAULT_RETRY, ...options.retry };
  const { bases, credentials, refusedHint, signatureMethod } = options;
  const line: Line = { carrier, credentials, refusedHint, bases, signatureMethod, clock: createServerClock(now) };

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
      run(request, async ({ status, header, body, whole }, tracker) => {
        const text = whole === undefined ? await readText(body, LONGEST_JSON) : textOf(whole);
        const value = withPlace(() => decode(parseJson(text)), status, request.path);
        tracker.ended();
        return { status, header, value };
      }),
    stream: (request) =>
      run(request, (answer, tracker) => {
        if (answer.whole !== undefined) {
          tracker.ended();
          return answer;
        }
        const cancel = (): void => {
          answer.cancel();
          tracker.failed(null);
        };
        return { ...answer, body: tracked(answer.body, tracker), cancel };
      }),
    close: async () => carrier.close(),
  };
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
