import { AppError } from '../../../domain/app-error.ts';
import { normalizeEmail } from '../../rules/accounts/accounts.ts';
import { registerToken } from '../../rules/accounts/tokens.ts';
import { text } from '../answers.ts';
import type { Answer, SignedCall } from '../call.ts';

/** "I have a token of Ubuntu SSO": noted, but a token works without it too (protocol §4.2). */
export async function ping({ bearer, route, context }: SignedCall): Promise<Answer> {
  const email = route.name === 'oauth-ping-email' ? normalizeEmail(route.email) : bearer.account.email;
  if (email !== bearer.account.email)
    throw new AppError('sign-in', 'The token is of another account.', { status: 403 });
  await context.metadata.write((tx) => registerToken(tx, bearer.token.token));
  return text('ok 1/1');
}
