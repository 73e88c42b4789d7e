import { ACCOUNT_ADDRESS } from '../addresses.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../page-call.ts';
import { qrCode } from '../qr-code.ts';
import { otpField, passwordField } from './fields.ts';
import { layout, tokenField } from './layout.ts';

/** How to turn two-factor sign-in on with this secret (base32). */
export function turnOnView(visit: Visit, secret: string): Html {
  const body = html`<h1>Turn on two-factor sign-in</h1>
    <ol class="steps">
      <li>
        <p>Scan this with the authenticator program on your phone.</p>
        ${qrCode(keyAddress(visit.account.email, secret), 'QR code with the key for your authenticator program')}
        <p>Or type the key there by hand:<br /><code class="key">${(secret.match(/.{1,4}/g) ?? []).join(' ')}</code></p>
      </li>
      <li>
        <p>Type the code that it shows, and your password.</p>
        <form class="fields" method="post" action="${ACCOUNT_ADDRESS}/two-factor/on">
          ${tokenField(visit)} ${otpField()} ${passwordField(visit.account.email)}
          <div class="buttons">
            <a class="button" href="${ACCOUNT_ADDRESS}">Cancel</a><button class="first">Turn on</button>
          </div>
        </form>
      </li>
    </ol>
    <p class="hint">Should you ever lose the phone, the administrator of this server can reset it.</p>`;
  return layout({ title: 'Turn on two-factor sign-in', visit, notice: visit.notice, section: 'account', body });
}

export function turnOffView(visit: Visit): Html {
  const body = html`<h1>Turn off two-factor sign-in?</h1>
    <p>The password alone is then enough to sign in.</p>
    <form class="fields" method="post" action="${ACCOUNT_ADDRESS}/two-factor/off">
      ${tokenField(visit)} ${passwordField(visit.account.email)} ${otpField()}
      <div class="buttons">
        <a class="button" href="${ACCOUNT_ADDRESS}">Keep it on</a><button class="danger">Turn off</button>
      </div>
    </form>`;
  return layout({ title: 'Turn off two-factor sign-in', visit, notice: visit.notice, section: 'account', body });
}

/** What authenticator programs take from a QR code. */
function keyAddress(email: string, secret: string): string {
  const label = encodeURIComponent(`u1file:${email}`);
  return `otpauth://totp/${label}?secret=${secret}&issuer=u1file`;
}
