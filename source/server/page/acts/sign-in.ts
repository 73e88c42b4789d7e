import { valueOf } from '../../../protocol/target.ts';
import type { Pairs } from '../../../protocol/target.ts';
import type { Answer } from '../../http/call.ts';
import { addressOf } from '../../http/connection.ts';
import { endSession, sessionId, visitorOf } from '../../rules/accounts/sessions.ts';
import { signIn } from '../../sso/sign-in.ts';
import { HOME } from '../addresses.ts';
import { beginSession, forgetBrowser, formToken, nameBrowser } from '../browser.ts';
import { done, fault, noticeCookie } from '../notice.ts';
import type { Notice } from '../notice.ts';
import { goTo, pageAnswer } from '../page-answer.ts';
import type { FormVisit, PageCall } from '../page-call.ts';
import { REFUSALS } from '../refusals.ts';
import { signInView } from '../views/sign-in.ts';
import { forgetNotice } from './browse.ts';

/** Shows the sign-in form, or goes on where somebody is signed in already. */
export async function askSignIn(call: PageCall): Promise<Answer> {
  const { browser, context, query } = call;
  const next = checkNext(valueOf(query, 'next'));
  const visitor = browser === null ? null : await context.metadata.read((tx) => visitorOf(tx, sessionId(browser)));
  if (visitor !== null) return goTo(next);
  forgetNotice(call);
  return showForm(call, { next, email: '', notice: call.notice, status: 200 });
}

/** Signs in with what was typed. */
export async function signInHere(call: PageCall, fields: Pairs): Promise<Answer> {
  const { context, request } = call;
  const email = valueOf(fields, 'email') ?? '';
  const next = checkNext(valueOf(fields, 'next'));
  const result = await signIn(context, {
    email,
    password: valueOf(fields, 'password') ?? '',
    otp: valueOf(fields, 'otp')?.trim() || null,
    address: addressOf(request, context.settings),
  });
  if (!result.ok) return showForm(call, { next, email, notice: fault(REFUSALS[result.reason]), status: 401 });
  await beginSession(call, result.account);
  return goTo(next);
}

export async function signOut(visit: FormVisit): Promise<Answer> {
  const { context, account, session } = visit;
  await context.metadata.write((tx) => endSession(tx, account.id, session.id));
  forgetBrowser(visit);
  visit.setCookie(noticeCookie(done('You are signed out.')));
  return goTo(`${HOME}sign-in`);
}

interface Shown {
  readonly next: string;
  readonly email: string;
  readonly notice: Notice | null;
  readonly status: number;
}

function showForm(call: PageCall, { next, email, notice, status }: Shown): Answer {
  const token = formToken(call.browser ?? nameBrowser(call));
  return pageAnswer(signInView({ token, next, email, notice }), status);
}

/** Only ever a page of ours: an address from elsewhere would make the form a trap. */
function checkNext(next: string | null): string {
  return next !== null && /^\/files\/[!-~]*$/.test(next) ? next : HOME;
}
