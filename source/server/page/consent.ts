import { html } from './html.ts';
import type { Html } from './html.ts';

export interface Consent {
  readonly requestToken: string;
  /** What the application calls itself. */
  readonly application: string;
  /** Why the last try failed; null at first. */
  readonly fault: string | null;
}

/** Asks a person, who signs in with it, whether an application may use the account (protocol §4.5). */
export function consentPage({ requestToken, application, fault }: Consent): Html {
  return page(
    'Allow access?',
    html`
      <p><strong>${application}</strong> asks to read, change and delete all your files.</p>
      ${fault === null ? html`` : html`<p role="alert">${fault}</p>`}
      <form method="post" action="/oauth/authorize/">
        <input type="hidden" name="oauth_token" value="${requestToken}" />
        <input type="hidden" name="description" value="${application}" />
        <p>
          <label>E-mail <input type="email" name="email" autocomplete="username" /></label>
        </p>
        <p>
          <label>Password <input type="password" name="password" autocomplete="current-password" /></label>
        </p>
        <p>
          <label
            >One-time code, if you use them <input name="otp" inputmode="numeric" autocomplete="one-time-code"
          /></label>
        </p>
        <p>
          <button name="answer" value="allow">Allow</button>
          <button name="answer" value="deny">Deny</button>
        </p>
      </form>
    `,
  );
}

/** For an application that can not be sent back to: the person copies the code over. */
export function verifierPage(verifier: string): Html {
  return page('Access allowed', html`<p>Give this code to the application: <code>${verifier}</code></p>`);
}

export function wordsPage(title: string, words: string): Html {
  return page(title, html`<p>${words}</p>`);
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}
