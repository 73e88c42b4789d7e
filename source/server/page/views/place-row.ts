import { encodePublicId } from '../../../protocol/public-id.ts';
import type { Described } from '../../rules/nodes/list.ts';
import { actAddress, joinPlace, placeAddress } from '../addresses.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../page-call.ts';
import { tokenField } from './layout.ts';
import { kindIcon, shownName, shownSize, shownTime } from './words.ts';

export interface RowContext {
  readonly visit: Pick<Visit, 'token'>;
  /** What public identifiers are appended to. */
  readonly publicBase: string;
  /** The node whose details are unfolded. */
  readonly unfolded: string | null;
  /** Show the whole path instead of the name. */
  readonly showsPath?: boolean;
}

/** A file or folder as a row of a table, with all that can be done with it. */
export function placeRow(place: Described, context: RowContext): Html {
  const { node } = place;
  const path = joinPlace(place.volume.path, place.path);
  const name = shownName(context.showsPath === true ? path : node.name);
  const badge = node.public_id === null ? html`` : html` <span class="badge">public</span>`;
  const open = node.id === context.unfolded ? html` open` : html``;
  return html`<tr>
    <th scope="row">
      ${kindIcon(node.kind)}<span class="label"
        >${
          node.hash === null && node.kind === 'file'
            ? html`<span class="name">${name}</span>`
            : html`<a class="name" href="${addressOf(place)}">${name}</a>`
        }${badge}</span
      >
    </th>
    <td class="size">${node.kind === 'file' ? shownSize(node.size) : html`<span class="unseen">folder</span>`}</td>
    <td class="time">${shownTime(node.changed_at)}</td>
    <td class="acts">
      <details class="more" name="more" ${open}>
        <summary>More<span class="unseen"> about ${name}</span></summary>
        <div class="card">${facts(place)} ${acts(place, context)}</div>
      </details>
    </td>
  </tr>`;
}

/** A folder opens, a file is downloaded. */
function addressOf({ node, volume, path }: Described): string {
  const place = joinPlace(volume.path, path);
  return node.kind === 'directory' ? placeAddress(place) : actAddress('content', place);
}

function facts({ node }: Described): Html {
  const size = node.kind === 'file' ? html`<dt>Size</dt> <dd>${shownSize(node.size)}</dd>` : html``; // prettier-ignore
  return html`<dl>
    ${size}
    <dt>Changed</dt>
    <dd>${shownTime(node.changed_at)}</dd>
    <dt>Made</dt>
    <dd>${shownTime(node.created_at)}</dd>
  </dl>`;
}

function acts(place: Described, context: RowContext): Html {
  const path = joinPlace(place.volume.path, place.path);
  const { node } = place;
  const opens = node.kind === 'directory' ? 'Open' : 'Download';
  const canOpen = node.kind === 'directory' || node.hash !== null;
  return html`${node.kind === 'file' ? publishing(place, context) : html``}
    <div class="buttons">
      ${canOpen ? html`<a class="button" href="${addressOf(place)}">${opens}</a>` : html``}
      <a class="button danger" href="${actAddress('delete', path)}">Delete…</a>
    </div>`;
}

function publishing({ node, volume, path }: Described, { visit, publicBase }: RowContext): Html {
  const place = joinPlace(volume.path, path);
  if (node.public_id === null)
    return html`<form method="post" action="${actAddress('publish', place)}">
      ${tokenField(visit)}
      <button>Publish</button>
      <p class="hint">Anyone who knows the address can then read it.</p>
    </form>`;
  const id = `address-${node.id}`;
  return html`<form class="address" method="post" action="${actAddress('stop-publishing', place)}">
    ${tokenField(visit)}
    <label for="${id}">Public address</label>
    <div class="copy">
      <input id="${id}" type="text" readonly value="${publicBase}/${encodePublicId(node.public_id)}" />
      <button type="button" data-copy="${id}" hidden>Copy</button>
    </div>
    <button>Stop publishing</button>
  </form>`;
}
