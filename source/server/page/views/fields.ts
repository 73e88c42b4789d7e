import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** Asks for the present password. */
export function passwordField(): Html {
  return html`<p class="field">
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
