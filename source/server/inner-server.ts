import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { createLog } from './create-log.ts';
import { openDataDirectory } from './data-directory.ts';
import { ensureEmbeddedAccount } from './embedded-account.ts';
import { answerAsked, type Asked } from './http/answer-asked.ts';
import type { Answer, ServerContext } from './http/call.ts';
import { createContentTypes } from './http/content-types.ts';
import { createUserLimits } from './http/user-limits.ts';
import { defaultSettings } from './settings.ts';
import { createPasswords } from './sso/passwords.ts';

/** A request of the program that the server runs in. */
export interface InnerRequest {
  readonly method: string;
  /** Escaped path and query. */
  readonly target: string;
  /** With names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array> | Uint8Array | string | null;
  readonly signal: AbortSignal | undefined;
}

/** What it is answered; the body is read to its end or left by leaving its loop. */
export interface InnerAnswer {
  readonly status: number;
  /** A header by its lower-case name; null when it is not there. */
  readonly header: (name: string) => string | null;
  readonly body: AsyncIterable<Uint8Array>;
  /** For an answer whose body nobody reads. */
  readonly cancel: () => void;
}

/** The server of a program that has only a few questions: in its own thread, without a listener, HTTP and signatures. */
export interface InnerServer {
  /** Resolves with the answer's head; rejects with the signal's reason once that has fired. */
  readonly ask: (request: InnerRequest) => Promise<InnerAnswer>;
  /** Finishes what is written and lets go of the data. */
  readonly close: () => Promise<void>;
}

/** Opens the embedded cloud's data, which is made when it is not there. Other programs may have it open at the same time. */
export async function openInnerServer(dataDir: string): Promise<InnerServer> {
  const data = await openDataDirectory(dataDir);
  try {
    const context: ServerContext = {
      metadata: data.metadata,
      blobs: data.blobs,
      passwords: createPasswords(),
      settings: defaultSettings,
      log: createLog({ file: join(dataDir, 'server.log'), level: 'warn' }),
      limits: createUserLimits(defaultSettings.requestsPerUser),
      contentTypes: createContentTypes(),
      observer: null,
      now: Date.now,
    };
    const { token } = await ensureEmbeddedAccount(dataDir, data.metadata);
    return { ask: async (request) => ask(context, request, token), close: async () => data.close() };
  } catch (error) {
    await data.close();
    throw error;
  }
}

async function ask(context: ServerContext, request: InnerRequest, token: string): Promise<InnerAnswer> {
  const { signal } = request;
  signal?.throwIfAborted();
  const answered = Promise.withResolvers<InnerAnswer>();
  const giveUp = (): void => answered.reject(signal?.reason);
  signal?.addEventListener('abort', giveUp, { once: true });
  // As on a line that breaks: who was to be answered is gone, and hears of what broke.
  const broken = (error: unknown): void => answered.reject(error);
  void answerAsked(context, toAsked(request, token, broken), async (answer) => {
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    answered.resolve(toInnerAnswer(answer, signal, resolve));
    // Who asked may have gone meanwhile: then nobody reads it.
    if (signal?.aborted === true) resolve();
    await gone;
  }).then(giveUp);
  try {
    return await answered.promise;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

function toAsked(request: InnerRequest, token: string, broken: (error: unknown) => void): Asked {
  const { method, target, headers, body, signal } = request;
  let isBroken = false;
  return {
    method,
    target,
    sender: { headers: { host: 'localhost', ...headers }, socket: {} },
    vouched: token,
    isGone: () => isBroken || signal?.aborted === true,
    arrived: () => allOf(body),
    async *body() {
      try {
        yield* chunksOf(body);
      } catch (error) {
        isBroken = true;
        broken(error);
        throw error;
      }
    },
  };
}

function toInnerAnswer(
  { status, headers, body }: Answer,
  signal: AbortSignal | undefined,
  done: () => void,
): InnerAnswer {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  if (isWhole) done();
  return {
    status,
    header: (name) => byName.get(name) ?? null,
    body: isWhole ? chunksOf(body) : untilRead(body, signal, done),
    cancel: () => {
      // What goes wrong in letting go of it is nobody's to hear.
      if (!isWhole) leave(body, done).catch(() => {});
    },
  };
}

/** Null where it comes in pieces. */
function allOf(body: InnerRequest['body']): Buffer | null {
  if (body === null || typeof body === 'string') return Buffer.from(body ?? '');
  return body instanceof Uint8Array ? Buffer.from(body) : null;
}

async function* chunksOf(
  body: AsyncIterable<Uint8Array> | Uint8Array | string | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof body === 'string' || body instanceof Uint8Array) yield Buffer.from(body);
  else if (body !== null) yield* body;
}

async function* untilRead(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
  done: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      signal?.throwIfAborted();
      yield chunk;
    }
  } finally {
    done();
  }
}

/** Ends what nobody has begun to read. */
async function leave(body: AsyncIterable<Uint8Array>, done: () => void): Promise<void> {
  try {
    await body[Symbol.asyncIterator]().return?.();
  } finally {
    done();
  }
}
