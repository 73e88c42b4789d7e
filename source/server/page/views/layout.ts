import { HOME } from '../addresses.ts';
import { ASSETS } from '../assets.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Notice } from '../notice.ts';
import type { Visit } from '../page-call.ts';

/** A whole page. `visit` is null for somebody who is not signed in. */
export interface PageParts {
  readonly title: string;
  readonly visit: Pick<Visit, 'account' | 'token'> | null;
  readonly notice: Notice | null;
  /** Which entry of the navigation this page is of. */
  readonly section: 'files' | 'published' | 'account' | null;
  readonly body: Html;
}

/** The frame around every page: landmarks, navigation, what the last act came to, and the content. */
export function layout({ title, visit, notice, section, body }: PageParts): Html {
  const said = notice?.lines[0] === undefined ? '' : `${notice.lines[0]} – `;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${said}${title} – u1file</title>
        <link rel="icon" href="${ASSETS.icon.address}" type="image/svg+xml" />
        <link rel="stylesheet" href="${ASSETS.style.address}" />
        <script src="${ASSETS.script.address}" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${visit === null ? bareHeader() : header(visit, section)}
        <main id="main" tabindex="-1">${noticeBox(notice)} ${body}</main>
        <div id="said" class="unseen" role="status" aria-live="polite"></div>
      </body>
    </html>`;
}

/** The token that every form carries, first of its fields. */
export function tokenField({ token }: Pick<Visit, 'token'>): Html {
  return html`<input type="hidden" name="token" value="${token}" />`;
}

function bareHeader(): Html {
  return html`<header class="top"><a class="brand" href="${HOME}">u1file</a></header>`;
}

function header(visit: Pick<Visit, 'account' | 'token'>, section: PageParts['section']): Html {
  const link = (name: PageParts['section'], address: string, label: string) =>
    name === section
      ? html`<li><a href="${address}" aria-current="true">${label}</a></li>`
      : html`<li><a href="${address}">${label}</a></li>`;
  return html`<header class="top">
    <a class="brand" href="${HOME}">u1file</a>
    <nav aria-label="Main">
      <ul>
        ${link('files', HOME, 'Files')} ${link('published', `${HOME}published`, 'Published')}
        ${link('account', `${HOME}account`, 'Account')}
      </ul>
    </nav>
    <span class="who"><bdi>${visit.account.email}</bdi></span>
    <form method="post" action="${HOME}sign-out">${tokenField(visit)}<button class="plain">Sign out</button></form>
  </header>`;
}

/** It takes the focus when the page has loaded, so that it is read out and not missed. */
function noticeBox(notice: Notice | null): Html {
  if (notice === null || notice.lines.length === 0) return html``;
  const role = notice.tone === 'fault' ? 'alert' : 'status';
  return html`<div id="notice" class="notice ${notice.tone}" role="${role}" tabindex="-1" autofocus>
    ${notice.lines.map((line) => html`<p>${line}</p>`)}
  </div>`;
}
