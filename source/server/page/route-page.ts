import { AppError, isAppError } from '../../domain/app-error.ts';
import { decodeRaw, encodeComponent, pathFault } from '../../protocol/path-codec.ts';
import { decodePairs, splitTarget, valueOf } from '../../protocol/target.ts';
import type { Answer } from '../http/call.ts';
import { readText } from '../http/body.ts';
import { needsTouch, sessionId, touchSession, visitorOf } from '../rules/accounts/sessions.ts';
import { HOME } from './addresses.ts';
import { assetAnswer } from './assets.ts';
import { checkToken, formToken } from './browser.ts';
import type { PageCall, Visit } from './page-call.ts';
import { PAGES } from './pages.ts';
import type { Page } from './pages.ts';
import { goTo } from './page-answer.ts';
import { comeAgainAnswer } from './views/come-again.ts';

/** Finds who answers a request for the page, makes sure who asks, and hands it over. Rejects with what goes wrong. */
export async function routePage(call: PageCall, target: string, atEnd: (() => void)[]): Promise<Answer> {
  refuseStrangers(call);
  const { head, path } = splitAddress(target);
  if (head.startsWith('assets/')) return assetAnswer(call, head);
  const page = Object.hasOwn(PAGES, head) ? PAGES[head] : undefined;
  const verb = call.method === 'HEAD' ? 'GET' : call.method;
  if (page === undefined || (path === '') === (page.hasPath === true))
    throw new AppError('not-found', 'There is no such page.');
  const placed = { ...call, path };
  if (verb === 'GET' && page.open !== undefined) return await page.open(placed);
  if (verb === 'POST' && page.enter !== undefined) return await enter(page.enter, placed);
  if ((verb === 'GET' && page.view !== undefined) || (verb === 'POST' && (page.form ?? page.stream) !== undefined))
    return await visit(placed, { page, verb, target, atEnd });
  throw new AppError('usage', 'This is not possible here.', { status: 405 });
}

/** `delete/~/Ubuntu One/a.txt` is the page `delete` of that place. */
function splitAddress(target: string): { head: string; path: string } {
  const raw = splitTarget(target).path;
  const below = raw.startsWith(HOME) ? raw.slice(HOME.length) : '';
  const decoded = decodeRaw(below);
  if (decoded === null) throw new AppError('invalid-name', 'The address is not UTF-8.');
  const address = `/${decoded}`;
  const cut = address.indexOf('/~/');
  if (cut < 0) return { head: decoded.replace(/\/$/, ''), path: '' };
  const path = address.slice(cut + 3).replace(/\/$/, '');
  const fault = pathFault(path);
  if (fault !== null) throw new AppError('invalid-name', `${fault}.`);
  return { head: cut === 0 ? '~' : address.slice(1, cut), path };
}

/** What another site makes a browser send comes without its cookies; where the browser says so it is not even looked at. */
function refuseStrangers({ method, request }: PageCall): void {
  const from = request.headers['sec-fetch-site'];
  if (method === 'GET' || method === 'HEAD' || (from !== 'cross-site' && from !== 'same-site')) return;
  throw new AppError('sign-in', 'That came from another site.', { status: 403 });
}

async function enter(handler: NonNullable<Page['enter']>, call: PageCall): Promise<Answer> {
  const fields = decodePairs(await readText(call));
  checkToken(call.browser, valueOf(fields, 'token'));
  return await handler(call, fields);
}

interface Visiting {
  readonly page: Page;
  readonly verb: 'GET' | 'POST' | (string & {});
  readonly target: string;
  readonly atEnd: (() => void)[];
}

async function visit(call: PageCall, { page, verb, target, atEnd }: Visiting): Promise<Answer> {
  const visit = await whoIs(call);
  if (visit === null) return signInFirst(call, verb === 'GET' ? target : HOME);
  atEnd.push(call.context.limits.enter(visit.account.id));
  if (verb === 'GET' && page.view !== undefined) return await page.view(visit);
  if (page.stream !== undefined) return await page.stream(visit);
  const fields = decodePairs(await readText(call));
  checkToken(call.browser, valueOf(fields, 'token'));
  if (page.form === undefined) throw new Error('the table of pages knows no form here');
  return await page.form({ ...visit, fields });
}

async function whoIs(call: PageCall): Promise<Visit | null> {
  const { browser, context } = call;
  if (browser === null) return null;
  const id = sessionId(browser);
  const visitor = await context.metadata.read((tx) => visitorOf(tx, id));
  if (visitor === null) return null;
  // Looking at something must not fail where nothing may be changed at the moment; it is noted the next time.
  if (needsTouch(visitor.session, context.now()))
    await context.metadata.write((tx) => touchSession(tx, id)).catch(ignoreBusy);
  return { ...call, ...visitor, token: formToken(browser) };
}

function ignoreBusy(error: unknown): void {
  if (!isAppError(error) || error.code !== 'busy') throw error;
}

function signInFirst(call: PageCall, target: string): Answer {
  // Somebody who follows a link from elsewhere comes without cookies the first time.
  if (call.request.headers['sec-fetch-site'] === 'cross-site' && call.method === 'GET') return comeAgainAnswer();
  return goTo(`${HOME}sign-in?next=${encodeComponent(target)}`);
}
