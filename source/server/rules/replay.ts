import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { AppError } from '../../domain/app-error.ts';
import type { Schema } from '../metadata/schema.ts';
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
export function* wasSeen({ fill }: Tx, fingerprint: string): Work<boolean> {
  return (yield* first(fill(seenRequest, fingerprint))) !== null;
}

function seenRequest(db: Kysely<Schema>, fingerprint: string) {
  return db.selectFrom('replay').select('seen_at').where('fingerprint', '=', fingerprint);
}

function seeRequest(db: Kysely<Schema>, row: Schema['replay']) {
  return db.insertInto('replay').values(row);
}

/** Notes a request together with what it changed; the second of two that race for it is refused. */
export function* rememberRequest(tx: Tx, fingerprint: string): Work<void> {
  if (yield* wasSeen(tx, fingerprint)) throw replayed();
  yield* run(tx.fill(seeRequest, { fingerprint, seen_at: tx.now }));
}

export function replayed(): AppError {
  return new AppError('sign-in', 'This very request was done already.');
}
