import type { ServerContext } from '../http/call.ts';
import type { AccountRow } from '../metadata/schema.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { accountByEmail, changeAccount, normalizeEmail } from '../rules/accounts/accounts.ts';
import { forgetAttempts, noteAttempt } from '../rules/accounts/attempts.ts';
import { matchTotp } from './totp.ts';

export interface SignIn {
  readonly email: string;
  readonly password: string;
  /** A one-time code; null where none was given. */
  readonly otp: string | null;
  /** Where it comes from; empty for a Unix socket. */
  readonly address: string;
}

export type SignInResult =
  | { readonly ok: true; readonly account: AccountRow }
  | { readonly ok: false; readonly reason: 'credentials' | 'otp-needed' | 'otp-wrong' | 'suspended' };

/**
 * Checks e-mail, password and one-time code; every kind of sign-in comes through here. Rejects with `busy` after too many
 * that failed.
 */
export async function signIn(context: ServerContext, wish: SignIn): Promise<SignInResult> {
  const { metadata, passwords, settings } = context;
  const who = { email: normalizeEmail(wish.email), address: wish.address };
  const at = await metadata.write((tx) => noteAttempt(tx, who, settings.signInTries));
  const account = await metadata.read((tx) => accountByEmail(tx, who.email));
  const fits = await passwords.matches(wish.password, account?.password ?? null);
  if (!fits || account === null) return { ok: false, reason: 'credentials' };
  if (account.disabled_at !== null) return { ok: false, reason: 'suspended' };
  const reason = await metadata.write((tx) => useCode(tx, who.email, wish.otp));
  if (reason !== null) return { ok: false, reason };
  await metadata.write((tx) => forgetAttempts(tx, who, at));
  return { ok: true, account };
}

/** Checks the one-time code where the account wants one, and marks it as used (RFC 6238 §5.2). */
function* useCode(tx: Tx, email: string, code: string | null): Work<'otp-needed' | 'otp-wrong' | null> {
  yield* tx.lock(`one-time code ${email}`);
  const account = yield* accountByEmail(tx, email);
  if (account === null || account.otp_secret === null) return null;
  if (code === null) return 'otp-needed';
  const step = matchTotp(account.otp_secret, code, { now: tx.now, lastStep: account.otp_step });
  if (step === null) return 'otp-wrong';
  yield* changeAccount(tx, email, { otp_step: step });
  return null;
}
