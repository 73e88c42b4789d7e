import type { SessionRow, TokenRow } from '../../metadata/schema.ts';
import { ACCOUNT_ADDRESS } from '../addresses.ts';
import { browserName, deviceId, deviceName } from '../device.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../page-call.ts';
import { layout, tokenField } from './layout.ts';
import { otpField, passwordField } from './fields.ts';
import { quotaMeter, shownName, shownTime } from './words.ts';

/** The account: space, devices, browsers, password and two-factor sign-in. */
export function accountView(visit: Visit, tokens: readonly TokenRow[], sessions: readonly SessionRow[]): Html {
  const { account } = visit;
  const body = html`<h1>Account</h1>
    <p class="lead"><bdi>${account.email}</bdi></p>
    ${quotaMeter({ total: account.max_bytes, used: account.used_bytes })} ${devices(visit, tokens)}
    ${browsers(visit, sessions)} ${password(visit)} ${twoFactor(visit)}`;
  return layout({ title: 'Account', visit, notice: visit.notice, section: 'account', body });
}

function devices(visit: Visit, tokens: readonly TokenRow[]): Html {
  const rows = tokens.map((token) => {
    const name = shownName(deviceName(token));
    return html`<li>
      <span><strong>${name}</strong> <small>since ${shownTime(token.created_at)}</small></span>
      <form method="post" action="${ACCOUNT_ADDRESS}/revoke">
        ${tokenField(visit)}<input type="hidden" name="device" value="${deviceId(token)}" />
        <button class="danger">Revoke<span class="unseen"> the access of ${name}</span></button>
      </form>
    </li>`;
  });
  return html`<section aria-labelledby="devices">
    <h2 id="devices">Devices and programs</h2>
    ${
      rows.length === 0
        ? html`<p class="empty">No device has access to your files.</p>`
        : html`<p>These have a token and can read and change your files.</p>
            <ul class="list">
              ${rows}
            </ul>`
    }
  </section>`;
}

function browsers(visit: Visit, sessions: readonly SessionRow[]): Html {
  const rows = sessions.map((session) => {
    const name = shownName(browserName(session));
    const act =
      session.id === visit.session.id
        ? html`<span class="badge">this one</span>`
        : html`<form method="post" action="${ACCOUNT_ADDRESS}/end-session">
            ${tokenField(visit)}<input type="hidden" name="session" value="${session.id}" />
            <button>Sign out<span class="unseen"> ${name}</span></button>
          </form>`;
    return html`<li>
      <span><strong>${name}</strong> <small>last seen ${shownTime(session.seen_at)}</small></span> ${act}
    </li>`;
  });
  const others = html`<form method="post" action="${ACCOUNT_ADDRESS}/end-others">
    ${tokenField(visit)}<button>Sign out all others</button>
  </form>`;
  return html`<section aria-labelledby="browsers">
    <h2 id="browsers">Signed-in browsers</h2>
    <ul class="list">
      ${rows}
    </ul>
    ${sessions.length > 1 ? others : html``}
  </section>`;
}

function password(visit: Visit): Html {
  return html`<section aria-labelledby="change-password">
    <h2 id="change-password">Password</h2>
    <form class="fields" method="post" action="${ACCOUNT_ADDRESS}/password">
      ${tokenField(visit)} ${passwordField(visit.account.email)}
      ${visit.account.otp_secret === null ? html`` : otpField()}
      <p class="field">
        <label for="new">New password <span class="hint">at least 8 characters</span></label>
        <input id="new" type="password" name="new" autocomplete="new-password" minlength="8" required />
      </p>
      <p class="field">
        <label for="again">New password again</label>
        <input id="again" type="password" name="again" autocomplete="new-password" minlength="8" required />
      </p>
      <p class="check">
        <input id="revoke" type="checkbox" name="revoke" value="yes" />
        <label for="revoke">Also revoke all devices and programs</label>
      </p>
      <p><button>Change password</button></p>
    </form>
  </section>`;
}

function twoFactor({ account }: Visit): Html {
  const isOn = account.otp_secret !== null;
  return html`<section aria-labelledby="two-factor">
    <h2 id="two-factor">Two-factor sign-in</h2>
    <p>
      ${
        isOn
          ? 'It is on: signing in takes a one-time code besides the password.'
          : 'It is off: the password alone is enough to sign in.'
      }
    </p>
    <p><a class="button" href="${ACCOUNT_ADDRESS}/two-factor">${isOn ? 'Turn it off…' : 'Turn it on…'}</a></p>
  </section>`;
}
