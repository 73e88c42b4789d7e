import { AppError } from '../../domain/app-error.ts';
import { valueOf } from '../../protocol/target.ts';
import { addressOf } from '../http/connection.ts';
import { signIn } from '../sso/sign-in.ts';
import type { FormVisit } from './page-call.ts';
import { REFUSALS } from './refusals.ts';

/**
 * Makes sure once more who it is before something that can not be taken back: a browser left open shall not be enough.
 * It counts as a sign-in, so it can not be used for guessing. Rejects with `sign-in`.
 */
export async function confirmIdentity({ context, request, account, fields }: FormVisit): Promise<void> {
  const result = await signIn(context, {
    email: account.email,
    password: valueOf(fields, 'password') ?? '',
    otp: valueOf(fields, 'otp')?.trim() || null,
    address: addressOf(request, context.settings),
  });
  if (result.ok) return;
  const words = result.reason === 'credentials' ? 'That is not your present password.' : REFUSALS[result.reason];
  throw new AppError('sign-in', words);
}
