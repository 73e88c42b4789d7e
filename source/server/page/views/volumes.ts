import type { VolumeRow } from '../../metadata/schema.ts';
import type { Quota } from '../../rules/quota.ts';
import { actAddress, HOME, placeAddress } from '../addresses.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../page-call.ts';
import { layout, tokenField } from './layout.ts';
import { kindIcon, quotaMeter, shownName, shownTime } from './words.ts';

/** The first page: the volumes, and a new one. */
export function volumesView(visit: Visit, volumes: readonly VolumeRow[], quota: Quota): Html {
  const body = html`<h1>Files</h1>
    <div class="tools">
      <form class="tool" method="post" action="${HOME}new-volume">
        ${tokenField(visit)}
        <h2>New cloud folder</h2>
        <div class="line">
          <input type="text" name="name" required autocomplete="off" aria-label="Name of the new cloud folder" />
          <button>Create</button>
        </div>
      </form>
    </div>
    <table class="places">
      <caption class="unseen">
        Cloud folders
      </caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" class="time">Made</th>
          <th scope="col" class="acts"><span class="unseen">What to do</span></th>
        </tr>
      </thead>
      <tbody>
        ${volumes.map(volumeRow)}
      </tbody>
    </table>
    ${quotaMeter(quota)}`;
  return layout({ title: 'Files', visit, notice: visit.notice, section: 'files', body });
}

function volumeRow({ path, type, created_at }: VolumeRow): Html {
  const name = shownName(path);
  const remove =
    type === 'root'
      ? html``
      : html`<a class="button danger" href="${actAddress('delete', path)}"
          >Delete…<span class="unseen"> ${name}</span></a
        >`;
  return html`<tr>
    <th scope="row">
      ${kindIcon('directory')}<span class="label"><a class="name" href="${placeAddress(path)}">${name}</a></span>
    </th>
    <td class="time">${shownTime(created_at)}</td>
    <td class="acts">${remove}</td>
  </tr>`;
}
