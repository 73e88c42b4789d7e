import { HOME } from '../addresses.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Notice } from '../notice.ts';
import { layout, tokenField } from './layout.ts';

export interface SignInParts {
  readonly token: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly email: string;
  readonly notice: Notice | null;
}

/** The form for e-mail, password and one-time code. */
export function signInView({ token, next, email, notice }: SignInParts): Html {
  const body = html`<div class="narrow">
    <h1>Sign in</h1>
    <form class="fields" method="post" action="${HOME}sign-in">
      ${tokenField({ token })}
      <input type="hidden" name="next" value="${next}" />
      <p class="field">
        <label for="email">E-mail</label>
        <input id="email" type="email" name="email" value="${email}" autocomplete="username" required />
      </p>
      <p class="field">
        <label for="password">Password</label>
        <input id="password" type="password" name="password" autocomplete="current-password" required />
      </p>
      <p class="field">
        <label for="otp">One-time code <span class="hint">only with two-factor sign-in</span></label>
        <input id="otp" type="text" name="otp" inputmode="numeric" autocomplete="one-time-code" />
      </p>
      <p><button class="first">Sign in</button></p>
    </form>
  </div>`;
  return layout({ title: 'Sign in', visit: null, notice, section: null, body });
}
