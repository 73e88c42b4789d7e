import type { SignInResult } from '../../sso/sign-in.ts';
import { json } from '../answers.ts';
import type { Answer } from '../call.ts';

/** What went wrong with which field of a request. */
export type Faults = Readonly<Record<string, readonly string[]>>;

export interface Sso2Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

type Reason = Extract<SignInResult, { ok: false }>['reason'];

/** The refusals of a sign-in; clients branch on the code (protocol §4.3). */
export const REFUSALS: Readonly<Record<Reason, Sso2Refusal>> = {
  credentials: { status: 401, code: 'INVALID_CREDENTIALS', message: "Your email/password isn't correct." },
  'otp-needed': { status: 401, code: 'TWOFACTOR_REQUIRED', message: 'This account requires 2-factor authentication.' },
  'otp-wrong': { status: 403, code: 'TWOFACTOR_FAILURE', message: 'The provided 2-factor key is not recognised.' },
  suspended: { status: 403, code: 'ACCOUNT_SUSPENDED', message: 'This account is suspended.' },
};

export const INVALID_DATA: Sso2Refusal = { status: 400, code: 'INVALID_DATA', message: 'Invalid request data' };

/** The error shape of SSO v2, which is not that of the Files API. */
export function refuse({ status, code, message }: Sso2Refusal, extra: Faults = {}): Answer {
  return json({ code, message, extra }, status);
}
