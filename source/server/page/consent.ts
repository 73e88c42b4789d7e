import { html } from './html.ts';
import type { Html } from './html.ts';
import { fault as faultNotice } from './notice.ts';
import { layout } from './views/layout.ts';
import { shownName } from './views/words.ts';

export interface Consent {
  readonly requestToken: string;
  /** What the application calls itself. */
  readonly application: string;
  /** Why the last try failed; null at first. */
  readonly fault: string | null;
}

/** Asks a person, who signs in with it, whether an application may use the account (protocol §4.5). */
export function consentPage({ requestToken, application, fault }: Consent): Html {
  return plainPage(
    'Allow access?',
    html`
      <p><strong>${shownName(application)}</strong> asks to read, change and delete all your files.</p>
      <form class="fields" method="post" action="/oauth/authorize/">
        <input type="hidden" name="oauth_token" value="${requestToken}" />
        <input type="hidden" name="description" value="${application}" />
        <p class="field">
          <label for="email">E-mail</label> <input id="email" type="email" name="email" autocomplete="username" />
        </p>
        <p class="field">
          <label for="password">Password</label>
          <input id="password" type="password" name="password" autocomplete="current-password" />
        </p>
        <p class="field">
          <label for="otp">One-time code <span class="hint">only with two-factor sign-in</span></label>
          <input id="otp" type="text" name="otp" inputmode="numeric" autocomplete="one-time-code" />
        </p>
        <div class="buttons">
          <button class="first" name="answer" value="allow">Allow</button>
          <button name="answer" value="deny">Deny</button>
        </div>
      </form>
    `,
    fault,
  );
}

/** For an application that can not be sent back to: the person copies the code over. */
export function verifierPage(verifier: string): Html {
  return plainPage('Access allowed', html`<p>Give this code to the application: <code>${verifier}</code></p>`);
}

export function wordsPage(title: string, words: string): Html {
  return plainPage(title, html`<p>${words}</p>`);
}

function plainPage(title: string, content: Html, fault: string | null = null): Html {
  const body = html`<div class="narrow">
    <h1>${title}</h1>
    ${content}
  </div>`;
  return layout({ title, visit: null, notice: fault === null ? null : faultNotice(fault), section: null, body });
}
