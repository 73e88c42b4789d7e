import { AppError } from '../../domain/app-error.ts';
import { parseOAuth, verifyOAuth } from '../../protocol/oauth-verify.ts';
import type { OAuthClaim, OAuthRequest } from '../../protocol/oauth-verify.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { lockAccount } from '../rules/locks.ts';
import { bearerOf, bearerQuery } from '../rules/accounts/tokens.ts';
import type { Bearer } from '../rules/accounts/tokens.ts';
import { fingerprintOf, rememberRequest, replayed } from '../rules/replay.ts';
import type { Call, SignedCall } from './call.ts';
import { isPrivate } from './connection.ts';

/**
 * Finds out whose request it is (protocol §4.4). Rejects with 401 where the token is missing, unknown, revoked or the
 * request too old or a repeat, with 403 where the signature is wrong.
 */
export async function authenticate<C extends Call>(call: C): Promise<C & Pick<SignedCall, 'bearer' | 'write'>> {
  const { metadata } = call.context;
  const { bearer, fingerprint } = call.vouched === null ? await readProof(call) : await takeWord(call, call.vouched);
  if (bearer.account.disabled_at !== null) throw refuse('The account is disabled.');
  call.atEnd.push(call.context.limits.enter(bearer.account.id));
  return {
    ...call,
    bearer,
    write: (work) => metadata.write((tx) => change(tx, { work: work(tx), call, bearer, fingerprint })),
  };
}

interface Known {
  readonly bearer: Bearer;
  readonly fingerprint: string | null;
}

/** By the signature. */
async function readProof(call: Call): Promise<Known> {
  const request = oauthRequest(call);
  const claim = readClaim(request);
  checkTransport(call, claim);
  checkTimestamp(call, claim);
  const fingerprint = fingerprintFor(call, claim);
  const bearer = await lookUp(call.context.metadata, claim, fingerprint);
  const { token } = bearer;
  const secrets = { consumerSecret: token.consumer_secret, tokenSecret: token.token_secret };
  if (verifyOAuth({ request, claim, secrets, origins: call.origins }) === null)
    throw new AppError('sign-in', 'The signature does not fit.', { status: 403 });
  return { bearer, fingerprint };
}

/** By the word of the program, which has the data open and could read whatever it likes. */
async function takeWord({ context }: Call, token: string): Promise<Known> {
  const bearer = bearerOf(await context.metadata.readOne((tx) => bearerQuery(tx, token, null)));
  if (bearer === null) throw refuse('The token is not valid.');
  return { bearer, fingerprint: null };
}

/** The request as the signature sees it. */
export function oauthRequest({ method, target, headers }: Call): OAuthRequest {
  return { method, target, authorization: headers.authorization };
}

/** The OAuth parameters; 401 where there are none or they make no sense. */
export function readClaim(request: OAuthRequest): OAuthClaim {
  const parsed = parseOAuth(request);
  if (parsed.kind === 'none') throw refuse('Authentication is needed.');
  if (parsed.kind === 'malformed') throw refuse(`${parsed.message}.`);
  return parsed.claim;
}

/** A PLAINTEXT signature shows the secrets, so it may only travel where nobody listens. */
export function checkTransport({ context, request }: Call, { signatureMethod }: OAuthClaim): void {
  if (signatureMethod !== 'PLAINTEXT' || context.settings.allowPlaintext || isPrivate(request, context.settings))
    return;
  throw refuse('PLAINTEXT signatures need TLS.');
}

/** 401 where the time in the signature is more than `timestampWindow` seconds off; one without a time is taken (protocol §4.4). */
export function checkTimestamp({ context }: Call, { timestamp }: OAuthClaim): void {
  if (timestamp === null) return;
  const seconds = Math.abs(context.now() / 1000 - timestamp);
  if (seconds > context.settings.timestampWindow) throw refuse('The timestamp is too far off.');
}

/** Reading may be repeated; only what changes something is watched. */
function fingerprintFor({ method, target }: Call, { token, nonce, timestamp }: OAuthClaim): string | null {
  if (method === 'GET' || method === 'HEAD' || nonce === null) return null;
  return fingerprintOf({ token: token ?? '', nonce, timestamp, method, target });
}

async function lookUp(metadata: Metadata, claim: OAuthClaim, fingerprint: string | null): Promise<Bearer> {
  const { token, consumerKey } = claim;
  const row = token === null ? null : await metadata.readOne((tx) => bearerQuery(tx, token, fingerprint));
  const bearer = bearerOf(row);
  if (bearer === null || bearer.token.consumer_key !== consumerKey) throw refuse('The token is not valid.');
  if (bearer.wasSeen) throw replayed();
  return bearer;
}

interface Change<T> {
  readonly work: Work<T>;
  readonly call: Call;
  readonly bearer: Bearer;
  readonly fingerprint: string | null;
}

function* change<T>(tx: Tx, { work, call, bearer, fingerprint }: Change<T>): Work<T> {
  // More came than was announced, perhaps after the request was taken up: that was refused already, and what was refused changes
  // nothing (protocol §2.5).
  if (call.request.socket.writableEnded) throw new AppError('usage', 'The request makes no sense.');
  yield* lockAccount(tx, bearer.account.id);
  const result = yield* work;
  if (fingerprint !== null) yield* rememberRequest(tx, fingerprint);
  return result;
}

function refuse(message: string): AppError {
  return new AppError('sign-in', message);
}
