import { hash } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import { first, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';

/** What makes a request the same as one before. */
export interface RequestIdentity {
  readonly token: string;
  readonly nonce: string;
  /** Seconds since 1970; null where there was none. */
  readonly timestamp: number | null;
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
}

/** A digest of it all; what is kept tells nothing of tokens and paths. */
export function fingerprintOf({ token, nonce, timestamp, method, target }: RequestIdentity): string {
  return hash('sha256', JSON.stringify([token, nonce, timestamp, method, target]));
}

/** True when exactly this request was done before. */
export function* wasSeen({ db }: Tx, fingerprint: string): Work<boolean> {
  const row = yield* first(db.selectFrom('replay').select('seen_at').where('fingerprint', '=', fingerprint));
  return row !== null;
}

/** Notes a request together with what it changed; the second of two that race for it is refused. */
export function* rememberRequest(tx: Tx, fingerprint: string): Work<void> {
  if (yield* wasSeen(tx, fingerprint)) throw replayed();
  yield* run(tx.db.insertInto('replay').values({ fingerprint, seen_at: tx.now }));
}

/** Forgets requests that a timestamp too old keeps out anyhow. */
export function* forgetRequests({ db }: Tx, before: number): Work<number> {
  return yield* run(db.deleteFrom('replay').where('seen_at', '<', before));
}

export function replayed(): AppError {
  return new AppError('sign-in', 'This very request was done already.');
}
