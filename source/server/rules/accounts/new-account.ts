import type { AccountRow } from '../../metadata/schema.ts';
import { randomAlphanumerics, randomLetters } from '../random-text.ts';

/** The free plan (protocol §5.5). */
export const DEFAULT_QUOTA = 5_368_709_120;

export interface NewAccount {
  readonly email: string;
  readonly visibleName?: string | undefined;
  /** An encoded hash; null where nobody is to sign in by password. */
  readonly password: string | null;
  readonly maxBytes?: number | undefined;
}

/** An account as it begins; the database gives it its number. `now` is in milliseconds since 1970. */
export function newAccount(wish: NewAccount, now: number): Omit<AccountRow, 'id'> {
  const { email, visibleName, password, maxBytes } = wish;
  return {
    email,
    visible_name: visibleName ?? email.slice(0, email.indexOf('@')),
    openid: randomAlphanumerics(7),
    consumer_secret: randomLetters(30),
    password,
    max_bytes: maxBytes ?? DEFAULT_QUOTA,
    used_bytes: 0,
    created_at: now,
    disabled_at: null,
    otp_secret: null,
    otp_step: 0,
  };
}
