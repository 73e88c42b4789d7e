import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** Asks for the present password; whose it is stands there for password managers. */
export function passwordField(email: string): Html {
  return html`<input type="text" name="username" value="${email}" autocomplete="username" hidden />
    <p class="field">
      <label for="password">Present password</label>
      <input id="password" type="password" name="password" autocomplete="current-password" required />
    </p>`;
}

/** Asks for a one-time code. */
export function otpField(): Html {
  return html`<p class="field">
    <label for="otp">One-time code</label>
    <input id="otp" type="text" name="otp" inputmode="numeric" autocomplete="one-time-code" required />
  </p>`;
}
