import { randomBytes } from 'node:crypto';
import { isAppError } from '../../domain/app-error.ts';
import type { AppError } from '../../domain/app-error.ts';
import { statusOfCode } from '../../protocol/wire-error.ts';
import { json } from './answers.ts';
import type { Answer, ServerContext } from './call.ts';
import { recordOops } from '../rules/oopses.ts';

/** Which request went wrong, without a word of what it was about. */
export interface FailedRequest {
  readonly method: string;
  /** The route's name, never the path. */
  readonly route: string;
}

/** Turns what was thrown into the answer of protocol §3; what no client can help gets an oops ID and goes to the log. */
export function answerFailure(context: ServerContext, failed: FailedRequest, error: unknown): Answer {
  const known = isAppError(error) ? error : null;
  const status = statusOf(context, known);
  const message = known !== null && status !== 500 ? known.message : 'internal error';
  const headers: Record<string, string | number> = {};
  if (known?.retryAfter !== undefined) headers['Retry-After'] = known.retryAfter;
  if (status === 503 && known?.retryAfter === undefined) headers['Retry-After'] = 1;
  if (status >= 500) headers['X-Oops-Id'] = noteOops(context, { ...failed, status }, error);
  return json({ error: message }, status, headers);
}

function statusOf({ settings }: ServerContext, error: AppError | null): number {
  if (error === null) return 500;
  const status = error.status ?? statusOfCode(error.code);
  return status === 507 ? settings.outOfSpaceStatus : status;
}

/** No room is a line and being busy a warning; a bug is kept with its stack, so that its ID finds it. */
function noteOops(context: ServerContext, failed: FailedRequest & { status: number }, error: unknown): string {
  const { log, now } = context;
  const time = now();
  const id = `OOPS-${new Date(time).toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(8).toString('hex')}`;
  const fields = { oops: id, ...failed };
  if (failed.status === 507) {
    log.info('out of space', fields);
    return id;
  }
  if (isAppError(error) && error.cause === undefined) {
    // Nothing is kept of these: a flood that is fended off must not become a flood of rows.
    log.warn('busy', { ...fields, message: error.message });
    return id;
  }
  const stack = describeError(error);
  log.error('internal error', { ...fields, stack });
  const summary = `${failed.status} ${failed.method} ${failed.route}`;
  context.metadata
    .write((tx) => recordOops(tx, { id, summary, stack }))
    // Where even that can not be written the log has it.
    .catch(() => {});
  return id;
}

/** The stack with those of all causes. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? String(error);
  return error.cause === undefined ? own : `${own}\ncaused by: ${describeError(error.cause)}`;
}
