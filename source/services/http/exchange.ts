import { randomUUID } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import type { Credentials, SignatureMethod } from '../../protocol/credentials.ts';
import { signHeader } from '../../protocol/oauth-sign.ts';
import { errorFromAnswer } from '../../protocol/wire-error.ts';
import type { FailedAnswer } from '../../protocol/wire-error.ts';
import { readStart } from './answer-body.ts';
import { chooseSignatureMethod } from './bases.ts';
import type { ServerBases } from './bases.ts';
import type { Carrier } from './carrier.ts';
import { translateTransportError } from './transport-error.ts';
import { openBody } from './upload-body.ts';
import type { OpenedBody, UploadBody } from './upload-body.ts';
import type { ServerClock } from './server-clock.ts';
import type { StreamAnswer, WireRequest } from './wire-request.ts';

const LONGEST_FAILURE = 64 * 1024;

/** What every try of every request needs. */
export interface Line {
  readonly carrier: Carrier;
  readonly credentials: Credentials | null;
  /** What to do where the server refuses them; undefined is to sign in again. */
  readonly refusedHint: string | undefined;
  readonly bases: ServerBases;
  readonly signatureMethod: SignatureMethod | undefined;
  readonly clock: ServerClock;
}

/**
 * One try of a request, freshly signed. Answers a success; everything else is thrown: a status of 300 and more as the
 * error it means, no answer as `unreachable`, the signal's reason when it fired.
 */
export async function exchange(line: Line, request: WireRequest): Promise<StreamAnswer> {
  let answer = await send(line, request);
  if (isWorthAnother(line, request, answer)) {
    answer.cancel();
    answer = await send(line, request);
  }
  const { status, header, body } = answer;
  if (status >= 200 && status < 300) return answer;
  const failure = await readStart(body, LONGEST_FAILURE);
  const { clock, refusedHint } = line;
  const failed: FailedAnswer = { status, header, body: failure, now: clock.now(), path: request.path, refusedHint };
  throw request.readFailure?.(failed) ?? errorFromAnswer(failed);
}

/**
 * Refusals that the same request may not meet again: a signature of a wrong time, once the right one is known, and a
 * request that did not arrive whole, which servers answer with 400 and the end of the connection.
 */
function isWorthAnother(line: Line, request: WireRequest, { status, header }: StreamAnswer): boolean {
  const { auth = 'oauth', upload, canRepeat } = request;
  if (upload?.canReopen === false) return false;
  if (status === 401) return auth === 'oauth' && line.clock.learn(header('date'));
  return status === 400 && canRepeat && header('connection')?.toLowerCase() === 'close';
}

async function send(line: Line, request: WireRequest): Promise<StreamAnswer> {
  const address = addressOf(line, request);
  const opened = request.upload === undefined ? null : openBody(request.upload, request.signal);
  try {
    const answer = await line.carrier.send({
      ...address,
      method: request.method,
      headers: headersOf(line, request, address),
      body: await bodyOf(request, opened),
      isBulk: request.isBulk === true,
      isSmall: request.isSmall === true,
      signal: request.signal,
      onUnsent: isSmallBody(request.upload) ? undefined : opened?.unsent,
    });
    if (answer.status < 300) opened?.arrived();
    return answer.whole === undefined ? { ...answer, body: translated(line, request, answer.body) } : answer;
  } catch (error) {
    request.signal?.throwIfAborted();
    throw opened?.fault() ?? translateTransportError(error, { host: hostOf(line, request), path: request.path });
  }
}

/** The answer's bytes with what breaks on the way put into words. */
async function* translated(
  line: Line,
  request: WireRequest,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    request.signal?.throwIfAborted();
    throw translateTransportError(error, { host: hostOf(line, request), path: request.path });
  }
}

interface Address {
  readonly origin: string;
  readonly target: string;
}

function addressOf({ bases }: Line, { base, target }: WireRequest): Address {
  const { origin, pathname } = new URL(bases[base]);
  return { origin, target: pathname.replace(/\/$/, '') + target };
}

function hostOf({ bases, carrier }: Line, { base }: WireRequest): string {
  return carrier.isPrivate ? 'The embedded cloud' : new URL(bases[base]).host;
}

function headersOf(line: Line, request: WireRequest, address: Address): Record<string, string> {
  const { json, upload } = request;
  const size = upload?.size ?? null;
  return {
    'user-agent': 'u1file',
    accept: 'application/json, */*',
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(upload === undefined ? {} : { 'content-type': upload.contentType }),
    ...(size === null ? {} : { 'content-length': String(size) }),
    ...authorizationOf(line, request, address),
    ...request.headers,
  };
}

function authorizationOf(line: Line, request: WireRequest, { origin, target }: Address): Record<string, string> {
  const { auth = 'oauth', method } = request;
  if (auth === 'none') return {};
  if (auth !== 'oauth') {
    return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}` };
  }
  if (!line.carrier.isSigned) return {};
  if (line.credentials === null) {
    throw new AppError('sign-in', 'Nobody is signed in', { hint: 'Sign in with "u1file login"' });
  }
  const { carrier, credentials, signatureMethod: wanted } = line;
  const signatureMethod = chooseSignatureMethod({ base: origin, isPrivate: carrier.isPrivate, wanted });
  const nonce = randomUUID();
  return {
    authorization: signHeader({ method, origin, target, credentials, signatureMethod, nonce, now: line.clock.now() }),
  };
}

async function bodyOf(
  { json, method, upload }: WireRequest,
  opened: OpenedBody | null,
): Promise<AsyncIterable<Uint8Array> | Uint8Array | string | null> {
  if (opened !== null && isSmallBody(upload)) return opened.whole();
  if (opened !== null) return opened.stream;
  if (json !== undefined) return JSON.stringify(json);
  return method === 'PUT' ? '' : null;
}

/** Bytes up to which content is read before its request begins: it then goes out with the head, in one write. */
const SMALL_BODY = 64 * 1024;

/** One of nothing too: it is whole with its head, so what the source has to say must be heard before. */
function isSmallBody(upload: UploadBody | undefined): boolean {
  const size = upload?.size ?? null;
  return size !== null && size <= SMALL_BODY;
}
