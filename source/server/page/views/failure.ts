import type { Answer } from '../../http/call.ts';
import { HOME } from '../addresses.ts';
import { html } from '../html.ts';
import { pageAnswer } from '../page-answer.ts';
import { layout } from './layout.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'That does not work',
  403: 'Refused',
  404: 'Not found',
  405: 'That does not work',
  413: 'Too large',
  429: 'Too many tries',
  500: 'Internal error',
  503: 'The server is busy',
  507: 'Out of space',
};

/** A failure as a page, with the status and headers that the same failure has elsewhere. `message` is for people. */
export function failureAnswer({ status, headers }: Answer, message: string | null): Answer {
  const oops = headers['X-Oops-Id'];
  const title = TITLES[status] ?? 'That did not work';
  const body = html`<h1>${title}</h1>
    <p>${status === 500 || message === null ? 'Something went wrong here, and it was noted.' : message}</p>
    ${oops === undefined ? html`` : html`<p>To ask the administrator about it, give this ID: <code>${oops}</code></p>`}
    <p><a href="${HOME}">Back to your files</a></p>`;
  const page = pageAnswer(layout({ title, visit: null, notice: null, section: null, body }), status);
  const kept = Object.entries(headers).filter(([name]) => name === 'X-Oops-Id' || name === 'Retry-After');
  return { ...page, headers: { ...page.headers, ...Object.fromEntries(kept) } };
}
