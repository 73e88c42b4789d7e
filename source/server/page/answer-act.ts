import { isAppError } from '../../domain/app-error.ts';
import type { Answer } from '../http/call.ts';
import { fault, noticeCookie } from './notice.ts';
import type { Notice } from './notice.ts';
import { goTo } from './page-answer.ts';
import type { Visit } from './page-call.ts';

export interface Outcome {
  readonly notice: Notice;
  /** The page to go to. */
  readonly next: string;
}

/** Does something and goes on to a page that tells what came of it; what a person can help sends them `back`. */
export async function answerAct(visit: Visit, back: string, act: () => Promise<Outcome>): Promise<Answer> {
  const { notice, next } = await tryAct(back, act);
  visit.setCookie(noticeCookie(notice));
  return goTo(next);
}

async function tryAct(back: string, act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    if (!isAppError(error) || error.status === 429 || error.code === 'busy') throw error;
    return { notice: fault(error.message), next: back };
  }
}
