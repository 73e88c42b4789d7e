import { decodePairs, encodePairs, valueOf } from '../../../protocol/target.ts';
import type { Pairs } from '../../../protocol/target.ts';
import { pageAnswer } from '../../page/page-answer.ts';
import { REFUSALS } from '../../page/refusals.ts';
import { denyRequestToken, findRequestToken, grantRequestToken } from '../../rules/accounts/request-tokens.ts';
import type { RequestTokenRow } from '../../rules/accounts/request-tokens.ts';
import { signIn } from '../../sso/sign-in.ts';
import { redirect } from '../answers.ts';
import { readText } from '../body.ts';
import type { Answer, Call } from '../call.ts';
import { addressOf } from '../connection.ts';

/** Its looks are large, and an embedded server should be there at once. */
const loadPages = () => import('../../page/consent.ts');

/** The second step of the web flow: the person is asked (protocol §4.5). */
export async function askConsent({ context, query }: Call): Promise<Answer> {
  const token = await context.metadata.read((tx) => findRequestToken(tx, valueOf(query, 'oauth_token') ?? ''));
  return token === null ? await unknownToken() : await consent(token, query, null);
}

/**
 * The person's answer. The password comes along with it, so no page elsewhere can send it in the person's name, and no
 * session is needed.
 */
export async function takeConsent(call: Call): Promise<Answer> {
  const { context, request } = call;
  const fields = decodePairs(await readText(call));
  const field = (name: string) => valueOf(fields, name) ?? '';
  const token = await context.metadata.read((tx) => findRequestToken(tx, field('oauth_token')));
  if (token === null) return await unknownToken();
  if (field('answer') === 'deny') {
    await context.metadata.write((tx) => denyRequestToken(tx, token.token));
    const { wordsPage } = await loadPages();
    return pageAnswer(wordsPage('Access denied', 'The application got no access.'));
  }
  const address = addressOf(request, context.settings);
  const credentials = { email: field('email'), password: field('password'), otp: field('otp') || null, address };
  const result = await signIn(context, credentials);
  if (!result.ok) return await consent(token, fields, REFUSALS[result.reason]);
  const grant = { account: result.account, name: applicationName(fields) };
  const verifier = await context.metadata.write((tx) => grantRequestToken(tx, token.token, grant));
  if (verifier === null) return await unknownToken();
  if (token.callback === 'oob') {
    const { verifierPage } = await loadPages();
    return pageAnswer(verifierPage(verifier));
  }
  const query = encodePairs([['oauth_token', token.token], ['oauth_verifier', verifier]]); // prettier-ignore
  return redirect(`${token.callback}${token.callback.includes('?') ? '&' : '?'}${query}`);
}

async function consent(token: RequestTokenRow, pairs: Pairs, fault: string | null): Promise<Answer> {
  const { consentPage } = await loadPages();
  const url = URL.parse(token.callback);
  // A browser also holds the place that the answer redirects to against the policy.
  const targets = url === null ? [] : [url.origin === 'null' ? url.protocol : url.origin];
  const page = consentPage({ requestToken: token.token, application: applicationName(pairs), fault });
  return pageAnswer(page, fault === null ? 200 : 401, targets);
}

function applicationName(pairs: Pairs): string {
  return valueOf(pairs, 'description')?.trim().slice(0, 200) || 'Web application';
}

async function unknownToken(): Promise<Answer> {
  const { wordsPage } = await loadPages();
  return pageAnswer(wordsPage('Not valid', 'This request for access is not known, was answered, or is too old.'), 404);
}
