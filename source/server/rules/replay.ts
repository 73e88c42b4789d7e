import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { AppError } from '../../domain/app-error.ts';
import type { Schema } from '../metadata/schema.ts';
import { run } from '../metadata/work.ts';
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

/**
 * A digest of it all; what is kept tells nothing of tokens and paths. The time goes before it, so that requests of one
 * time lie together in the index.
 */
export function fingerprintOf({ token, nonce, timestamp, method, target }: RequestIdentity): string {
  const digest = hash('sha256', JSON.stringify([token, nonce, timestamp, method, target]), 'base64url');
  return `${timestamp ?? 0}:${digest}`;
}

function seeRequest(db: Kysely<Schema>, row: Schema['replay']) {
  return db
    .insertInto('replay')
    .values(row)
    .onConflict((conflict) => conflict.doNothing());
}

/** Notes a request together with what it changed; the second of two that race for it is refused. */
export function* rememberRequest(tx: Tx, fingerprint: string): Work<void> {
  const isNew = yield* run(tx.fill(seeRequest, { fingerprint, seen_at: tx.now }));
  if (isNew === 0) throw replayed();
}

export function replayed(): AppError {
  return new AppError('sign-in', 'This very request was done already.');
}
