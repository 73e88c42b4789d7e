import type { SignInResult } from '../sso/sign-in.ts';

/** Why a sign-in failed, for people. */
export const REFUSALS: Readonly<Record<Extract<SignInResult, { ok: false }>['reason'], string>> = {
  credentials: 'E-mail or password are not right.',
  'otp-needed': 'This account also needs a one-time code.',
  'otp-wrong': 'The one-time code is not right, or was used already.',
  suspended: 'This account is suspended.',
};
