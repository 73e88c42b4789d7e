import { isAppError } from '../../domain/app-error.ts';
import type { RequestObserver, RequestRecord } from '../../domain/request-record.ts';
import { statusMeaning } from '../../protocol/status-meaning.ts';
import { meaningOfReason } from './transport-error.ts';
import type { ExpectedNo } from './wire-request.ts';

/** Keeps the record of one request through all its tries and tells the observer of each change. */
export interface RequestTracker {
  /** A try begins, counted from 1. */
  trying(tries: number): void;
  /** An answer's head is here. */
  answered(status: number): void;
  /** It failed and will be tried again at `nextTryAt` (milliseconds since 1970). */
  waiting(error: unknown, nextTryAt: number): void;
  ended(): void;
  failed(error: unknown): void;
}

export interface TrackedRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly maxTries: number;
  /** As `WireRequest.mayBeNo`. */
  readonly mayBeNo?: ExpectedNo | undefined;
  readonly now: () => number;
  readonly observe: RequestObserver;
}

/** Begins the record of a request, which starts now; times are milliseconds since 1970. Of several ends the first counts. */
export function trackRequest({ id, method, path, maxTries, mayBeNo, now, observe }: TrackedRequest): RequestTracker {
  const startedAt = now();
  let record: RequestRecord = {
    id,
    method,
    path,
    maxTries,
    startedAt,
    duration: null,
    status: null,
    meaning: '',
    outcome: 'running',
    tries: 1,
    nextTryAt: null,
    retryAfter: null,
    oopsId: null,
  };
  let isOver = false;
  const tell = (change: Partial<RequestRecord>) => {
    record = { ...record, ...change };
    observe(record);
  };
  const end = (change: Partial<RequestRecord>) => {
    if (isOver) return;
    isOver = true;
    tell({ ...change, duration: now() - startedAt, nextTryAt: null });
  };
  return {
    trying: (tries) => tell({ outcome: 'running', tries, nextTryAt: null }),
    // Not told: the end follows at once, or bytes flow and the job says so.
    answered: (status) => {
      record = { ...record, status, meaning: statusMeaning(status) };
    },
    waiting: (error, nextTryAt) => tell({ ...factsOf(error), outcome: 'waiting', nextTryAt }),
    ended: () => end({ outcome: 'ok' }),
    failed: (error) => {
      const facts = factsOf(error);
      const isNo = mayBeNo !== undefined && facts.status === mayBeNo.status;
      if (isNo) end({ ...facts, meaning: mayBeNo.meaning ?? facts.meaning, outcome: 'negative' });
      else end({ ...facts, outcome: isCancellation(error) ? 'cancelled' : 'failed' });
    },
  };
}

/** A signal's own reason is no AppError; both say that nobody wants the answer any more. */
function isCancellation(error: unknown): boolean {
  return !isAppError(error) || error.code === 'cancelled';
}

function factsOf(error: unknown): Pick<RequestRecord, 'status' | 'meaning' | 'oopsId' | 'retryAfter'> {
  if (!isAppError(error)) return { status: null, meaning: 'cancelled', oopsId: null, retryAfter: null };
  const status = error.status ?? null;
  return {
    status,
    meaning: status === null || status < 300 ? wordsOf(error) : statusMeaning(status),
    oopsId: error.oopsId ?? null,
    retryAfter: error.retryAfter ?? null,
  };
}

function wordsOf(error: { readonly code: string; readonly reason?: Parameters<typeof meaningOfReason>[0] }): string {
  if (error.code === 'unreachable') return meaningOfReason(error.reason);
  if (error.code === 'bad-answer') return 'not an answer of the Files API';
  return error.code === 'cancelled' ? 'cancelled' : 'failed';
}
